"""/administration/: what administrators change; /first-run/: how an empty site begins."""

from django.urls import path

from administration.views import conduct, first_run, footer, identity, numbers, pages, roles

urlpatterns = [
    path("administration/", identity.overview, name="administration"),
    path("administration/changes/", identity.changes, name="administration_changes"),
    path("administration/identity/", identity.identity, name="administration_identity"),
    path("administration/logo/", identity.logo, name="logo"),
    path("administration/logo/remove/", identity.remove_logo, name="remove_logo"),
    path("administration/numbers/", numbers.numbers, name="administration_numbers"),
    path("administration/numbers/<str:name>/", numbers.number, name="administration_number"),
    path("administration/numbers/<str:name>/default/", numbers.default, name="default_number"),
    path("administration/conduct/", conduct.conduct, name="administration_conduct"),
    path("administration/conduct/<int:number>/", conduct.reword, name="reword"),
    path("administration/conduct/<int:number>/retire/", conduct.retire, name="retire"),
    path("administration/conduct/<int:number>/reinstate/", conduct.reinstate, name="reinstate_rule"),
    path("administration/roles/", roles.roles, name="administration_roles"),
    path("administration/roles/<str:username>/<str:role>/take/", roles.take_role, name="take_role"),
    path("administration/footer/", footer.footer, name="administration_footer"),
    path("administration/pages/", pages.pages, name="administration_pages"),
    path("administration/pages/write/", pages.write, name="write_page"),
    path("administration/pages/<str:slug>/", pages.edit, name="edit_page"),
    path("administration/pages/<str:slug>/publish/", pages.publish, name="publish_page"),
    path("administration/pages/<str:slug>/take-back/", pages.take_back, name="take_back_page"),
    path("administration/pages/<str:slug>/versions/<int:pk>/", pages.version, name="page_version"),
    path("first-run/", first_run.first_run, name="first_run"),
    path("first-run/identity/", first_run.first_identity, name="first_run_identity"),
    path("first-run/conduct/", first_run.first_conduct, name="first_run_conduct"),
    path("first-run/people/", first_run.first_people, name="first_run_people"),
    path("first-run/finish/", first_run.finish, name="finish_first_run"),
]
