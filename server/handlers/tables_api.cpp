#include <algorithm>

#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/handlers/drawn_answer.hpp"
#include "server/http/reply_head.hpp"
#include "server/table_view.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server::admin {
namespace {

/// "ecoute-2026_q1_quartier.csv": letters, digits and -_. only, whatever the names are made of.
std::string file_name(const Request& request, std::string_view extension) {
    const auto asked = table_request(request);
    std::string name = request.captured.front() + "_" + asked.question;
    for (const auto& by : asked.by) name += "_" + by;
    std::replace_if(
        name.begin(), name.end(),
        [](char c) {
            return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_' || c == '.');
        },
        '_');
    constexpr std::size_t longest = 120;
    return name.substr(0, longest) + std::string{extension};
}

/// The table of an address, or the refusal as an answer.
template <class Write>
void answer_with(Desk& desk, const Request& request, const Respond& respond, Write write) {
    const auto view = table_view(desk, request.captured.front(), table_request(request), audience_of(request.session),
                                 language_of(request), request.session ? request.session->login : "", true);
    if (!view) return respond(problem_json(desk.words, request, view.error()));
    respond(with_digest(write(*view)));
}

Reply download(const Request& request, std::string_view extension, std::string type, std::string bytes) {
    Reply reply{.content_type = std::move(type), .body = std::move(bytes)};
    reply.headers = {{"Content-Disposition", "attachment; filename=\"" + file_name(request, extension) + "\""}};
    return reply;
}

}  // namespace

void table_csv(Desk& desk, const Request& request, Respond respond) {
    answer_with(desk, request, respond, [&](const TableView& view) {
        return download(request, ".csv", "text/csv; charset=utf-8", analysis::to_csv(view.table, view.heading));
    });
}

void table_xlsx(Desk& desk, const Request& request, Respond respond) {
    answer_with(desk, request, respond, [&](const TableView& view) {
        return download(request, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        analysis::to_workbook(view.table, view.heading));
    });
}

void table_jsonstat(Desk& desk, const Request& request, Respond respond) {
    answer_with(desk, request, respond, [&](const TableView& view) {
        return Reply{.content_type = "application/json", .body = analysis::to_jsonstat(view.table, view.heading)};
    });
}

void table_svg(Desk& desk, const Request& request, Respond respond) {
    answer_with(desk, request, respond, [&](const TableView& view) {
        const int answer = drawn_answer(view.table, request.parameter("answer"));
        Reply reply{.content_type = "image/svg+xml", .body = analysis::to_svg(view.table, view.heading, answer, analysis::Surroundings::title_and_notes,
                                                                            drawn_kind(view.table, request.parameter("chart")))};
        reply.headers = {{"Content-Disposition", "inline; filename=\"" + file_name(request, ".svg") + "\""}};
        return reply;
    });
}

void table_json(Desk& desk, const Request& request, Respond respond) {
    answer_with(desk, request, respond, [](const TableView& view) {
        return Reply{.content_type = "application/json", .body = analysis::to_json(view.table, view.heading)};
    });
}

}  // namespace ecoute::server::admin
