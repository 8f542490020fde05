#include <nlohmann/json.hpp>

#include "server/attachments.hpp"
#include "server/cli/importer.hpp"
#include "server/sealing.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

/// The queue of a tablet that could not send: a sealed answer a line, carried by USB.
namespace ecoute::server::cli {
namespace {

using forms::Code;
using forms::Problem;

std::string_view first_line(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\r\n")));
    auto line = text.substr(0, text.find('\n'));
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    return line;
}

}  // namespace

bool is_queue(std::string_view text) {
    const auto line = first_line(text);
    if (looks_sealed(line)) return true;
    if (!line.starts_with('{')) return false;
    const auto read = nlohmann::json::parse(line, nullptr, false);
    return read.is_object() && read.contains("kind") && read.contains("fields");
}

void Importer::take_collected(std::string_view line_text, std::size_t line) {
    const std::string original{line_text};
    const auto text = collected_text(at_.settings, options_.campaign, line_text);
    if (!text) return reject(line, original, {text.error()});
    if (is_attachment(*text)) return take_attachment(*text, line, original);
    const auto collected = read_collected(*text);
    if (!collected) return reject(line, original, {collected.error()});
    if (collected->campaign != options_.campaign)
        return reject(line, original, {{Code::response_malformed, "campaign", "", {{"what", "value"}, {"value", collected->campaign}}}});
    if (collected->contact) return keep_contact(*collected, line, original);
    const auto campaign = at_.forms->version(options_.campaign, collected->form_version);
    if (!campaign) return reject(line, original, {{Code::response_version_unknown, collected->form_version, "", {}}});
    wait(take_interview(*campaign, *collected, at_.desk.clock, at_.settings), line, original);
}

void Importer::take_attachment(std::string_view text, std::size_t line, const std::string& original) {
    flush();  // its response may wait among those before it
    const auto sent = read_attachment(text);
    if (!sent) return reject(line, original, {sent.error()});
    if (sent->piece.campaign != options_.campaign)
        return reject(line, original, {{Code::response_malformed, "campaign", "", {{"what", "value"}, {"value", sent->piece.campaign}}}});
    if (options_.dry_run) {
        ++attachments_;
        return;
    }
    const auto kept = keep_attachment(*at_.store, *at_.forms, *sent);
    if (!kept) return reject(line, original, {kept.error()});
    ++(*kept == storage::Kept::first_time ? attachments_ : already_);
}

void Importer::keep_contact(const Collected& collected, std::size_t line, const std::string& original) {
    const auto contact = contact_of(*campaign_, collected);
    if (options_.dry_run) {
        ++contacts_;
        return;
    }
    const auto kept = at_.store->devices().field_work().keep(std::span{&contact, 1}).front();
    if (!kept) return reject(line, original, {kept.error()});
    ++(*kept == storage::Kept::first_time ? contacts_ : already_);
}

bool Importer::read_queue(std::string_view text) {
    each_line(text, &Importer::take_collected);
    return true;
}

}  // namespace ecoute::server::cli
