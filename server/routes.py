"""Every address of the application: the API, the pages for elders and families, health."""

from __future__ import annotations

from apiflask import APIFlask

from server import docs, health
from server.activities import api as activities_api
from server.assessments import api as assessments_api
from server.benefits import api as benefits_api
from server.console import calls as console_calls
from server.console import claims as console_claims
from server.console import deaths as console_deaths
from server.console import disputes as console_disputes
from server.console import emergency as console_emergency
from server.console import figures as console_figures
from server.console import frame as console_frame
from server.console import handoffs as console_handoffs
from server.console import home as console_home
from server.console import join as console_join
from server.console import lists as console_lists
from server.console import me as console_me
from server.console import money as console_money
from server.console import papers as console_papers
from server.console import people as console_people
from server.console import reconciliations as console_reconciliations
from server.console import sign_in as console_sign_in
from server.console import staff as console_staff
from server.console import standing as console_standing
from server.console import tickets as console_tickets
from server.console import tour as console_tour
from server.console.knowledge import desk as knowledge_desk
from server.console.knowledge import drafting as knowledge_drafts
from server.console.knowledge import entries as knowledge_entries
from server.console.knowledge import moving as knowledge_files
from server.console.knowledge import queue as knowledge_queue
from server.console.knowledge import releasing as knowledge_releases
from server.console.knowledge import trying as knowledge_trials
from server.console.knowledge import upkeep as knowledge_upkeep
from server.conversation import api as conversation_api
from server.conversation.handoff import api as handoff_api
from server.editorial import api as editorial_api
from server.editorial import release_api
from server.extensions import csrf
from server.identity import access, me_api, ways_api
from server.identity import api as identity_api
from server.identity import staff_api as staff_identity_api
from server.messages import api as messages_api
from server.messages import desk_api, push_api
from server.payments import api as payments_api
from server.people import api as people_api
from server.people import api_grants, api_rights, api_staff
from server.portal import account, chat, feedback, registering, sign_in, whom, words
from server.portal import activities as activity_pages
from server.portal import grants as grant_pages
from server.portal import help as help_pages
from server.portal import paying as pay_pages
from server.portal import people as people_pages
from server.portal import report as report_pages
from server.tickets import api as tickets_api

APIS = (
    conversation_api.blueprint,
    handoff_api.blueprint,
    tickets_api.blueprint,
    benefits_api.blueprint,
    assessments_api.blueprint,
    identity_api.blueprint,
    ways_api.web_logins,
    ways_api.sms_codes,
    me_api.blueprint,
    staff_identity_api.blueprint,
    people_api.blueprint,
    api_grants.blueprint,
    api_rights.blueprint,
    api_staff.blueprint,
    messages_api.blueprint,
    desk_api.blueprint,
    editorial_api.blueprint,
    release_api.blueprint,
    push_api.blueprint,
    payments_api.blueprint,
    payments_api.notices_in,
    activities_api.blueprint,
)
PAGES = (
    whom.blueprint,
    words.blueprint,
    chat.blueprint,
    feedback.blueprint,
    help_pages.blueprint,
    report_pages.blueprint,
    sign_in.blueprint,
    people_pages.blueprint,
    registering.blueprint,
    grant_pages.blueprint,
    account.blueprint,
    activity_pages.blueprint,
    pay_pages.blueprint,
    pay_pages.by_card,
    pay_pages.lists,
    console_frame.blueprint,
    console_sign_in.blueprint,
    console_home.blueprint,
    console_me.blueprint,
    console_handoffs.blueprint,
    console_people.blueprint,
    console_money.blueprint,
    console_reconciliations.blueprint,
    console_calls.blueprint,
    console_claims.blueprint,
    console_disputes.blueprint,
    console_deaths.blueprint,
    console_standing.blueprint,
    console_papers.blueprint,
    console_tour.blueprint,
    console_figures.blueprint,
    console_tickets.blueprint,
    console_join.blueprint,
    console_staff.blueprint,
    console_emergency.blueprint,
    console_lists.blueprint,
    knowledge_desk.blueprint,
    knowledge_entries.blueprint,
    knowledge_queue.blueprint,
    knowledge_drafts.blueprint,
    knowledge_releases.blueprint,
    knowledge_trials.blueprint,
    knowledge_upkeep.blueprint,
    knowledge_files.blueprint,
    health.blueprint,
)


def init_app(app: APIFlask) -> None:
    """Register them all."""
    for api in APIS:
        app.register_blueprint(api)
        csrf.exempt(api)  # no cookie is read there, so none can be abused
    for pages in PAGES:
        app.register_blueprint(pages)
    docs.init_app(app)
    static = access.access(access.Caller.ANYONE)
    app.view_functions["static"] = static(app.view_functions["static"])
