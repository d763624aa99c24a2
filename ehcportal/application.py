"""The portal as a web application, put together from its parts."""

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from ehcportal import blueprints, configure, db, errors, filters, logs, settings, web
from ehcportal.settings import Settings
from ehcportal.web.addresses import Address

KEEP_ALL = {"cache_size": -1}
"""Jinja keeps 400 templates and would read those of a seldom page again and again: we have more."""


def create(given: Settings | None = None) -> Flask:
    """Return the portal, ready to serve. Raises when a setting, the profile or a route is wrong."""
    chosen = given or settings.load()
    logs.configure(chosen)
    app = Flask("ehcportal", static_folder=None, instance_path=str(chosen.instance))
    app.logger.disabled = True
    app.jinja_environment = filters.Templates
    app.jinja_options = KEEP_ALL
    app.url_rule_class = Address
    configure.cookies_and_limits(app, chosen)
    configure.council(app, chosen)
    configure.forms_and_files(app, chosen)
    db.init_app(app, chosen)
    configure.clocks(app)
    CSRFProtect(app)
    Babel(app, default_locale="en", locale_selector=configure.language)
    filters.init_app(app)
    web.init_app(app)
    blueprints.init_app(app, chosen)
    errors.init_app(app)
    configure.around(app, chosen)
    web.refuse_unguarded(app)
    return app
