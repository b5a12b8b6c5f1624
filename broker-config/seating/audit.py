"""What Mosquitto's account file lets happen, against what seats would have written: for a backup that came back, a file that a
full disk cut, and a hand that helped."""
from .names import is_name
from .roles import EVERYBODY, KEEPER, circle_of, circle_role, keeper_role, reader_of, writer_of, writing


def names_in(rows, key):
    return [row[key] for row in rows]


def rights(role):
    return {(acl["acltype"], acl["topic"], acl["allow"]) for acl in role["acls"]}


class Audit:
    """Finds in parsed accounts who could do more than sit in circles."""

    def __init__(self, accounts):
        self.accounts = accounts
        self.roles = {role["rolename"]: role for role in accounts["roles"]}
        self.places = {}
        for group in accounts["groups"]:
            for client in group.get("clients", ()):
                self.places.setdefault(client["username"], set()).add(circle_of(group["groupname"]))

    def may(self, role):
        return rights(self.roles.get(role, {"acls": ()}))

    def findings(self):
        """Sentences' ends, as 'NAME does so and so'."""
        if self.accounts.get("defaultACLAccess") != EVERYBODY:
            yield "everybody may do more than nothing"
        if "anonymousGroup" in self.accounts:
            yield "whoever brings no password is let in"
        if self.may(KEEPER) != rights(keeper_role()):
            yield "the keeper's role is not the keeper's"
        for client in self.accounts["clients"]:
            yield from self._of_client(client)
        for group in self.accounts["groups"]:
            yield from self._of_group(group)

    def _of_client(self, client):
        name, roles = client["username"], names_in(client.get("roles", ()), "rolename")
        if name == KEEPER:
            return
        if not is_name(name):
            yield f"{name} has no name of seats"
        elif client.get("clientid") != name:
            yield f"{name} may come under any client id"
        elif roles != [writer_of(name)]:
            yield f"{name} has the roles {' '.join(roles) or 'of nobody'}"
        else:
            written = rights({"acls": [writing(circle, name) for circle in self.places.get(name, ())]})
            if not self.may(writer_of(name)) <= written:
                yield f"{name} may write where it does not sit"

    def _of_group(self, group):
        name = group["groupname"]
        circle = circle_of(name)
        if circle is None or not is_name(circle):
            yield f"the group {name} is no circle"
        elif names_in(group.get("roles", ()), "rolename") != [reader_of(circle)]:
            yield f"circle {circle} does not have its role"
        elif self.may(reader_of(circle)) != rights(circle_role(circle)):
            yield f"who sits in circle {circle} may do something else than read it"
