"""What the views need of the running simulator."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from wechat.simulator.backend import Backend
from wechat.simulator.faults import Faults
from wechat.simulator.pay.office import Office
from wechat.simulator.pushes import Pusher
from wechat.simulator.world import World


@dataclass
class Simulator:
    world: World
    pusher: Pusher
    faults: Faults
    backend: Backend
    pay: Office


def simulator() -> Simulator:
    found: Simulator = current_app.extensions["simulator"]
    return found
