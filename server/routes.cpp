#include "server/routes.hpp"

#include <array>

#include "server/handlers/admin.hpp"
#include "server/handlers/api.hpp"
#include "server/handlers/certificate.hpp"
#include "server/handlers/devices.hpp"
#include "server/handlers/resident.hpp"
#include "server/handlers/tablet_app.hpp"

namespace ecoute::server {
namespace {

using enum Right;
using enum Runs;

constexpr std::array table{
    // residents
    Route{"GET", "/", anyone, here, home},
    Route{"GET", "/q/{campaign}", anyone, here, questionnaire_page},
    Route{"POST", "/q/{campaign}", anyone, worker, questionnaire_post},
    Route{"GET", "/l/{token}", anyone, worker, link_page},
    Route{"POST", "/l/{token}", anyone, worker, link_post},
    Route{"GET", "/m/{campaign}/{hash}", anyone, worker, media_file},
    Route{"GET", "/code", anyone, here, code_page},
    Route{"POST", "/code", anyone, worker, code_post, largest_code_bytes},
    Route{"GET", "/pause", anyone, here, pause_page},
    // devices that come to know this computer
    Route{"GET", "/certificat", anyone, here, certificate_page},
    Route{"GET", "/certificat/ecoute.crt", anyone, here, certificate_file},
    Route{"GET", "/certificat/ecoute.mobileconfig", anyone, here, certificate_profile},
    // the interviewers' tablets
    Route{"GET", "/t", anyone, here, tablet_page},
    Route{"GET", "/t/sw.js", anyone, here, tablet_worker},
    Route{"GET", "/t/manifest.webmanifest", anyone, here, tablet_manifest},
    Route{"GET", "/t/files.json", anyone, here, tablet_files},
    Route{"GET", "/t/interview.js", anyone, here, tablet_interview},
    Route{"GET", "/t/f/{version}/{file}", anyone, here, tablet_file},
    // for machines
    Route{"GET", "/healthz", anyone, here, healthz},
    Route{"GET", "/metrics", anyone, here, metrics},
    Route{"GET", "/static/{file}", anyone, here, static_file},
    // the API
    Route{"GET", "/api/v1/openapi.json", anyone, here, openapi},
    Route{"GET", "/api/v1/campaigns", anyone, worker, open_campaigns},
    Route{"GET", "/api/v1/campaigns/{id}/form", anyone, here, campaign_form},
    Route{"GET", "/api/v1/campaigns/{id}/versions", tables, worker, campaign_versions},
    Route{"GET", "/api/v1/campaigns/{id}/progress", tables, worker, campaign_progress},
    Route{"POST", "/api/v1/campaigns/{id}/responses", anyone, here, submit_responses, largest_batch_bytes},
    // tablets
    Route{"POST", "/api/v1/devices", anyone, worker, enrol_device, largest_enrolment_bytes},
    Route{"GET", "/api/v1/device", Right::device, worker, device_tour},
    Route{"GET", "/t/q/{campaign}/{version}/{language}", anyone, worker, interview_page},
    Route{"POST", "/api/v1/device/answers", Right::device, worker, take_from_device, largest_batch_bytes},
    // the team's pages
    Route{"GET", "/admin", tables, worker, admin::campaigns_page},
    Route{"GET", "/admin/", tables, worker, admin::campaigns_page},
    Route{"GET", "/admin/connexion", anyone, worker, admin::login_page},
    Route{"POST", "/admin/connexion", anyone, worker, admin::log_in, admin::largest_form_bytes},
    Route{"POST", "/admin/deconnexion", tables, worker, admin::log_out, admin::largest_form_bytes},
    Route{"GET", "/admin/premier-compte/{token}", anyone, worker, admin::first_account_page},
    Route{"POST", "/admin/premier-compte/{token}", anyone, worker, admin::create_first_account,
          admin::largest_form_bytes},
    Route{"GET", "/admin/campagnes/{id}", tables, worker, admin::campaign_page},
    Route{"GET", "/admin/campagnes/{id}/affiche", tables, worker, admin::poster_page},
    Route{"GET", "/admin/campagnes/{id}/liens", field_work, worker, admin::links_page},
    Route{"POST", "/admin/campagnes/{id}/liens", field_work, worker, admin::links_post, admin::largest_form_bytes},
    Route{"POST", "/admin/campagnes/{id}/acces", field_work, worker, admin::set_access, admin::largest_form_bytes},
    Route{"POST", "/admin/campagnes/{id}/liens/annuler", field_work, worker, admin::links_withdraw, admin::largest_form_bytes},
    Route{"GET", "/admin/campagnes/{id}/objectifs", field_work, worker, admin::quotas_page},
    Route{"POST", "/admin/campagnes/{id}/objectifs", field_work, worker, admin::quotas_post, admin::largest_targets_form_bytes},
    Route{"POST", "/admin/campagnes/{id}/objectifs/retirer", field_work, worker, admin::quotas_remove, admin::largest_form_bytes},
    Route{"GET", "/admin/campagnes/{id}/tablettes", field_work, worker, admin::tablets_page},
    Route{"POST", "/admin/campagnes/{id}/tablettes", field_work, worker, admin::enrol_tablet, admin::largest_form_bytes},
    Route{"POST", "/admin/campagnes/{id}/tablettes/{device}/revoquer", field_work, worker, admin::revoke_tablet_page,
          admin::largest_form_bytes},
    Route{"GET", "/admin/campagnes/{id}/enregistrements", field_work, worker, admin::media_page},
    Route{"POST", "/admin/campagnes/{id}/enregistrements", field_work, worker, admin::media_post, admin::largest_upload_bytes},
    Route{"POST", "/admin/campagnes/{id}/enregistrements/retirer", field_work, worker, admin::media_remove, admin::largest_form_bytes},
    Route{"GET", "/admin/campagnes/{id}/bilan", tables, worker, admin::report_page},
    Route{"GET", "/admin/campagnes/{id}/bilan-exact", rows, worker, admin::exact_report_page},
    Route{"POST", "/admin/campagnes/{id}/bilan-exact", rows, worker, admin::publish_exact_report, admin::largest_exact_form_bytes},
    Route{"GET", "/admin/campagnes/{id}/pieces-jointes", rows, worker, admin::attachments_page},
    Route{"GET", "/admin/campagnes/{id}/pieces-jointes/{response}/{name}", rows, worker, admin::attachment_file},
    Route{"GET", "/admin/campagnes/{id}/reponses-libres", rows, worker, admin::open_answers_page},
    Route{"POST", "/admin/campagnes/{id}/reponses-libres", rows, worker, admin::decide_open_answer, admin::largest_verdict_bytes},
    Route{"GET", "/admin/campagnes/{id}/comparaison", tables, worker, admin::comparison_page},
    Route{"GET", "/admin/campagnes/{id}/comparaison.csv", tables, worker, admin::comparison_csv_file},
    Route{"GET", "/admin/campagnes/{id}/comparaison.json", tables, worker, admin::comparison_json_file},
    Route{"GET", "/admin/campagnes/{id}/tableau", tables, worker, admin::table_page},
    Route{"GET", "/admin/campagnes/{id}/tableau.csv", tables, worker, admin::table_csv},
    Route{"GET", "/admin/campagnes/{id}/tableau.json", tables, worker, admin::table_json},
    Route{"GET", "/admin/campagnes/{id}/tableau.jsonstat", tables, worker, admin::table_jsonstat},
    Route{"GET", "/admin/campagnes/{id}/tableau.xlsx", tables, worker, admin::table_xlsx},
    Route{"GET", "/admin/campagnes/{id}/tableau.svg", tables, worker, admin::table_svg},
    Route{"GET", "/api/v1/campaigns/{id}/tables", tables, worker, admin::table_json},
};

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace ecoute::server
