#include "server/cli/audit_tables.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "analysis/set_audit.hpp"
#include "analysis/set_json.hpp"
#include "server/asked_tables.hpp"
#include "server/cli/at_desk.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server::cli {
namespace {

using analysis::Finding;
using nlohmann::ordered_json;

/// More lines than that are not read in a terminal.
constexpr std::size_t most_findings_told = 50;

constexpr const char* kinds[] = {"shown", "exact", "narrow", "implied"};

struct Audited {
    analysis::NamedSet named;
    analysis::SetAudit audit;
};

class Report {
public:
    Report(const Shell& shell, const Audited& audited) : shell_(shell), audited_(audited) {}

    std::string name(const analysis::SetKey& key) const {
        return analysis::name_of(audited_.named.set, key, shell_.text("cli.audit.tables.everybody"));
    }

    /// "ensemble (40) - 2 x Mermoz (12)": what adds up to the bound.
    std::string sum(const std::vector<analysis::Given>& given) const {
        std::string written;
        for (const auto& one : given) {
            const double size = std::abs(one.times);
            written += one.times < 0 ? " \u2212 " : written.empty() ? "" : " + ";
            if (std::abs(size - 1) > 1e-6) {
                std::string factor = std::to_string(size);
                factor.erase(factor.find_last_not_of('0') + 1);
                if (factor.back() == '.') factor.pop_back();
                written += factor + " \u00d7 ";
            }
            written += name(one.key) + " (" + std::to_string(one.count) + ")";
        }
        return written.empty() ? shell_.text("cli.audit.tables.nothing") : written;
    }

    void tell(const Finding& found) const {
        const bool exact = found.high == found.low;
        std::string key = std::string{"cli.audit.tables."} + kinds[static_cast<int>(found.kind)];
        if (found.kind == Finding::Kind::implied && exact) key += "_exact";
        Words::Facts facts{{"cell", name(found.key)}, {"low", std::to_string(found.low)},
                           {"high", std::to_string(found.high.value_or(0))},
                           {"k", std::to_string(audited_.named.set.smallest_count)}};
        std::cout << shell_.text(key, facts) << '\n';
        if (found.kind == Finding::Kind::shown) return;
        facts["how"] = sum(found.high_from);
        const bool one_reason = exact && found.high_from.size() == found.low_from.size() && found.high_from.size() > 0;
        std::cout << shell_.text(one_reason ? "cli.audit.tables.because" : "cli.audit.tables.at_most", facts) << '\n';
        if (one_reason || found.low == 0) return;
        facts["how"] = sum(found.low_from);
        std::cout << shell_.text("cli.audit.tables.at_least", facts) << '\n';
    }

    ordered_json key_json(const analysis::SetKey& key) const {
        auto written = ordered_json::object();
        for (std::size_t v = 0; v < key.size(); ++v) {
            if (key[v] == analysis::all_of_them) continue;
            analysis::SetKey one(key.size(), analysis::all_of_them);
            one[v] = key[v];
            written[audited_.named.set.variables[v].name] = name(one);
        }
        return written;
    }

    ordered_json given_json(const std::vector<analysis::Given>& given) const {
        auto written = ordered_json::array();
        for (const auto& one : given)
            written.push_back({{"key", key_json(one.key)}, {"count", one.count}, {"times", one.times}});
        return written;
    }

    ordered_json json(const Finding& found) const {
        return {{"set", audited_.named.name},
                {"kind", kinds[static_cast<int>(found.kind)]},
                {"key", key_json(found.key)},
                {"low", found.low},
                {"high", found.high ? ordered_json(*found.high) : ordered_json(nullptr)},
                {"low_from", given_json(found.low_from)},
                {"high_from", given_json(found.high_from)}};
    }

private:
    const Shell& shell_;
    const Audited& audited_;
};

struct Totals {
    std::size_t findings = 0, figures = 0, hidden = 0, sums = 0, undecided = 0;
};

Totals totals_of(const std::vector<Audited>& all) {
    Totals totals;
    for (const auto& one : all) {
        totals.findings += one.audit.findings.size();
        totals.figures += one.audit.figures;
        totals.hidden += one.audit.hidden;
        totals.sums += one.audit.sums_examined;
        totals.undecided += one.audit.undecided;
    }
    return totals;
}

void tell_all(const Shell& shell, const std::vector<Audited>& all, const Totals& totals) {
    std::size_t told = 0;
    for (const auto& one : all) {
        const Report report{shell, one};
        if (!one.audit.findings.empty() && !one.named.name.empty()) std::cout << one.named.name << '\n';
        for (const auto& found : one.audit.findings)
            if (told++ < most_findings_told) report.tell(found);
    }
    if (told > most_findings_told)
        std::cout << shell.text("cli.audit.tables.more", {{"count", std::to_string(told - most_findings_told)}}) << '\n';
    shell.say(totals.findings == 0 ? "cli.audit.tables.safe" : "cli.audit.tables.found",
              {{"count", std::to_string(totals.findings)}, {"figures", std::to_string(totals.figures)},
               {"hidden", std::to_string(totals.hidden)}, {"sums", std::to_string(totals.sums)}});
    if (totals.undecided > 0) shell.say("cli.audit.tables.undecided", {{"count", std::to_string(totals.undecided)}});
}

void write_json(const Shell& shell, const std::vector<Audited>& all, const Totals& totals) {
    auto findings = ordered_json::array();
    for (const auto& one : all)
        for (const auto& found : one.audit.findings) findings.push_back(Report{shell, one}.json(found));
    const ordered_json document{{"findings", findings},         {"figures", totals.figures},
                                {"hidden", totals.hidden},      {"sums_examined", totals.sums},
                                {"undecided", totals.undecided}};
    std::cout << document.dump(1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

}  // namespace

namespace {

std::optional<std::string> bytes_of(const Shell& shell, const std::string& file) {
    auto bytes = read_file(file);
    if (!bytes) shell.say("cli.audit.tables.no_file", {{"file", file}});
    return bytes;
}

/// What was asked of a campaign.
std::optional<std::string> asked_of(const Shell& shell, AtDesk& at, const std::string& campaign) {
    const auto tables = asked_tables(at.desk, campaign);
    if (!tables) {
        shell.refuse(tables.error());
        return std::nullopt;
    }
    shell.say("cli.audit.tables.asked", {{"count", std::to_string(tables->tables)}, {"snapshot", tables->snapshot},
                                         {"left_out", std::to_string(tables->left_out)}});
    return tables->json;
}

int audit_document(const Shell& shell, const TablesToAudit& asked, const std::optional<std::string>& bytes) {
    if (!bytes) return input_has_problems;
    auto sets = analysis::read_sets(*bytes);
    if (!sets) return shell.refuse(sets.error());
    std::vector<Audited> all;
    for (auto& named : *sets) {
        if (asked.smallest_count) named.set.smallest_count = *asked.smallest_count;
        auto audit = analysis::audit_set(named.set);
        // Of what people asked for, one question's set that is too large leaves the others to be audited.
        if (!audit && !asked.campaign.empty() && audit.error().code == forms::Code::tables_too_large) {
            shell.say("cli.audit.tables.set_too_large", {{"set", named.name}});
            continue;
        }
        if (!audit) return shell.refuse(audit.error());
        all.push_back({std::move(named), *std::move(audit)});
    }
    const auto totals = totals_of(all);
    if (asked.format == "json")
        write_json(shell, all, totals);
    else
        tell_all(shell, all, totals);
    return totals.findings == 0 ? done : input_has_problems;
}

/// Each campaign of real people, one after the other: the worst of what was found.
int audit_every_campaign(const Shell& shell, const TablesToAudit& asked) {
    AtDesk at{shell};
    int worst = done;
    for (const auto& campaign : at.desk.store.campaigns().all()) {
        if (campaign.demonstration || at.desk.store.snapshots().queries(campaign.id).empty()) continue;
        shell.say("cli.audit.tables.of_campaign", {{"campaign", campaign.id}});
        if (asked.format == "text") std::cout << campaign.id << '\n';
        worst = std::max(worst, audit_document(shell, asked, asked_of(shell, at, campaign.id)));
    }
    return worst;
}

}  // namespace

int audit_tables(const Shell& shell, const TablesToAudit& asked) {
    if (asked.campaign.empty()) return audit_document(shell, asked, bytes_of(shell, asked.file));
    if (asked.campaign == every_campaign) return audit_every_campaign(shell, asked);
    AtDesk at{shell};
    return audit_document(shell, asked, asked_of(shell, at, asked.campaign));
}

}  // namespace ecoute::server::cli
