"""What Mosquitto's account file lets happen, against what seats would have written: for a backup that came back, a file that a
full disk cut, and a hand that helped."""
from .names import is_name


def names_in(rows, key):
    return [row[key] for row in rows]


def rights(role):
    return {(acl["acltype"], acl["topic"], acl["allow"]) for acl in role["acls"]}


class Audit:
    """Finds in parsed accounts who could do more than sit in circles. RULES, KEEPER and READING are what seats writes: the
    rights of everybody, the role of the keeper, and of a circle's name the role of the circle."""

    def __init__(self, accounts, rules, keeper, reading):
        self.accounts, self.rules, self.keeper, self.reading = accounts, rules, keeper, reading
        self.roles = {role["rolename"]: role for role in accounts["roles"]}
        self.places = {}
        for group in accounts["groups"]:
            for client in group.get("clients", ()):
                self.places.setdefault(client["username"], set()).add(group["groupname"][2:])

    def findings(self):
        """Sentences' ends, as 'NAME does so and so'."""
        if self.accounts.get("defaultACLAccess") != self.rules:
            yield "everybody may do more than nothing"
        if "anonymousGroup" in self.accounts:
            yield "whoever brings no password is let in"
        if rights(self.roles.get(self.keeper["rolename"], {"acls": ()})) != rights(self.keeper):
            yield "the keeper's role is not the keeper's"
        for client in self.accounts["clients"]:
            yield from self._of_client(client)
        for group in self.accounts["groups"]:
            yield from self._of_group(group)

    def _of_client(self, client):
        name, roles = client["username"], names_in(client.get("roles", ()), "rolename")
        if name == self.keeper["rolename"]:
            return
        if not is_name(name):
            yield f"{name} has no name of seats"
        elif client.get("clientid") != name:
            yield f"{name} may come under any client id"
        elif roles != [f"w:{name}"]:
            yield f"{name} has the roles {' '.join(roles) or 'of nobody'}"
        else:
            written = {("publishClientSend", f"daybook/1/{circle}/{name}/#", True) for circle in self.places.get(name, ())}
            if not rights(self.roles.get(f"w:{name}", {"acls": ()})) <= written:
                yield f"{name} may write where it does not sit"

    def _of_group(self, group):
        name = group["groupname"]
        circle = name[2:]
        if not name.startswith("g:") or not is_name(circle):
            yield f"the group {name} is no circle"
        elif names_in(group.get("roles", ()), "rolename") != [f"r:{circle}"]:
            yield f"circle {circle} does not have its role"
        elif rights(self.roles.get(f"r:{circle}", {"acls": ()})) != rights(self.reading(circle)):
            yield f"who sits in circle {circle} may do something else than read it"
