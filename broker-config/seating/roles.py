"""Who may do what in a Mosquitto's accounts: everybody nothing, the keeper rule, a device what the circles it sits in allow.

A group has a circle's members and a role that reads the circle; each device has a role of its own, with a line to write below
its own name for each circle it sits in.
"""

KEEPER = "admin"
EVERYBODY = {"publishClientSend": False, "publishClientReceive": False, "subscribe": False, "unsubscribe": True}


def group_of(circle):
    return f"g:{circle}"


def reader_of(circle):
    return f"r:{circle}"


def writer_of(device):
    return f"w:{device}"


def circle_of(group):
    """The circle of a group, or None where it is not called like one of a circle."""
    return group.removeprefix("g:") if group.startswith("g:") else None


def topic_of(circle, device=None):
    return f"daybook/1/{circle}/{device}/#" if device else f"daybook/1/{circle}/#"


def allowed(kind, topic):
    return {"acltype": kind, "topic": topic, "allow": True}


def writing(circle, device):
    return allowed("publishClientSend", topic_of(circle, device))


def circle_role(circle):
    return {"rolename": reader_of(circle), "acls": [allowed("subscribePattern", topic_of(circle)),
                                                    allowed("publishClientReceive", topic_of(circle))]}


def keeper_role():
    everything = "$CONTROL/dynamic-security/#"
    kinds = ("publishClientSend", "publishClientReceive", "subscribePattern")
    return {"rolename": KEEPER, "acls": [allowed(kind, everything) for kind in kinds]}
