"""Ships the orders that a queue delivers in batches."""

import json
import os

CARRIER = os.environ.get("CARRIER", "dev-parcels")
HEAVIEST_PARCEL = 31_500  # grams


class CannotShip(Exception):
    """This order cannot be shipped now; the queue delivers it again."""


def handler(event, context):
    """Returns the messages that failed, so that only those are delivered again."""
    failures = []
    for record in event["Records"]:
        message_id = record["messageId"]
        try:
            shipment = ship(json.loads(record["body"]))
            print(f"Shipped {shipment['order']} in {shipment['parcels']} parcel(s) by {CARRIER}")
        except (CannotShip, json.JSONDecodeError) as error:
            print(f"Message {message_id} failed: {error}")
            failures.append({"itemIdentifier": message_id})
    return {"batchItemFailures": failures}


def ship(order):
    """Packs an order into as many parcels as its weight takes."""
    for key in ("id", "address", "grams"):
        if key not in order:
            raise CannotShip(f"the order has no {key}")
    if order["grams"] <= 0:
        raise CannotShip(f"{order['id']} weighs nothing")
    parcels = -(-order["grams"] // HEAVIEST_PARCEL)
    return {"order": order["id"], "to": order["address"], "parcels": parcels}
