#include "server/exact_set.hpp"

#include <algorithm>

#include "analysis/crosstab.hpp"
#include "analysis/split.hpp"
#include "analysis/weighted.hpp"
#include "server/exact_ties.hpp"
#include "server/sensitive.hpp"
#include "server/snapshot_rule.hpp"
#include "server/table_gate.hpp"

namespace ecoute::server {
namespace {

using analysis::Recoding;
using analysis::Table;
using forms::Code;
using forms::Problem;

constexpr const char* people_name = "personnes";

/// Who was in an earlier release and still is.
struct Before {
    const storage::Release* release = nullptr;
    std::vector<analysis::NamedSet> sets;
    forms::Columns columns;
    bool somebody_left = false;
};

/// A question that follow-ups come after, as it was decided.
struct Parent {
    std::vector<std::string> answers;
    analysis::QuestionRelease release;  ///< without its sets
    analysis::LinkedQuestions linked;
};

class Making {
public:
    Making(Desk& desk, const CampaignForm& campaign, const ExactOrder& order) : desk_(desk), campaign_(campaign), form_(campaign.form), order_(order) {
        made_.extract = desk.snapshots.extract(campaign);
        made_.limits = analysis::thresholds(order.audience, form_.sensitive);
        ties_ = exact_ties(form_, order.questions);
        read_breakdowns();
    }

    forms::Result<ExactSet> run(std::span<const storage::Release> before) {
        const auto& columns = *made_.extract.columns;
        if (static_cast<std::int64_t>(columns.people) < made_.limits.smallest_base)
            return Problem{Code::tables_too_few, "", "", {{"limit", std::to_string(made_.limits.smallest_base)}}};
        made_.parts = next_parts(form_, columns, {}).value_or(std::vector<storage::SnapshotPart>{});
        for (const auto& release : before)
            if (const auto seen = remember(release); !seen) return seen.error();
        if (const auto done = decide_people(); !done) return done.error();
        for (std::size_t i = 0; i < ties_.questions.size(); ++i) {
            if (order_.progress) order_.progress(i, ties_.questions.size());
            if (const auto done = decide(ties_.questions[i]); !done) return done.error();
        }
        if (order_.progress) order_.progress(ties_.questions.size(), ties_.questions.size());
        return std::move(made_);
    }

private:
    forms::Result<Table> counted(const forms::Columns& columns, const std::string& question, const std::string& by) const {
        analysis::TableRequest asked{.question = question, .by = {}, .weights = order_.weights, .keys = false};
        if (!by.empty()) asked.by.push_back(by);
        return analysis::crosstab(form_, columns, asked);
    }

    /// A quartier of which somebody left and in which too few came since would show, held against the earlier release, what he had
    /// answered.
    forms::Result<void> remember(const storage::Release& release) {
        auto sets = analysis::read_sets(release.tables);
        if (!sets) return sets.error();
        const auto& now = *made_.extract.columns;
        const auto in = members(form_, now, release.parts);
        Before before{&release, analysis::latest_of(*std::move(sets)), forms::selected(now, in)};
        const auto still = next_parts(form_, before.columns, {}).value_or(std::vector<storage::SnapshotPart>{});
        const auto people = [](const std::vector<storage::SnapshotPart>& parts, const std::string& quartier) {
            const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.quartier == quartier; });
            return found == parts.end() ? std::int64_t{0} : found->people;
        };
        for (const auto& part : release.parts) {
            const auto stayed = people(still, part.quartier);
            if (stayed == part.people) continue;
            before.somebody_left = true;
            if (people(made_.parts, part.quartier) - stayed < fewest_at_once)
                return Problem{Code::tables_release_too_close, part.quartier, "", {{"day", release.published_at.substr(0, 10)}, {"limit", std::to_string(fewest_at_once)}}};
        }
        before_.push_back(std::move(before));
        return {};
    }

    /// Quartier and gender split every question; the age stands in the profile alone.
    void read_breakdowns() {
        const auto& by = form_.breakdowns;
        if (by.quartier != forms::none) breakdowns_.emplace_back("quartier");
        if (by.gender != forms::none) breakdowns_.emplace_back("gender");
        splits_ = breakdowns_.size();
        if (by.age != forms::none) breakdowns_.emplace_back(analysis::can_be(form_, analysis::Together::ages) ? "ages" : "age");
    }

    forms::Result<std::vector<Table>> own_tables(const forms::Columns& columns) const {
        std::vector<Table> own;
        for (const auto& name : breakdowns_) {
            auto table = counted(columns, name, "");
            if (!table) return table.error();
            own.push_back(analysis::among_everybody(*std::move(table)));
        }
        return own;
    }

    forms::Result<void> recode(const std::vector<Table>& own) {
        for (std::size_t v = 0; v < own.size(); ++v) {
            if (before_.empty()) {
                recodings_.push_back(analysis::recode(own[v], made_.limits));
            } else {
                const auto& people = before_.back().sets.front().set;
                auto again = v < people.variables.size() ? analysis::recode_as(own[v].question, people.variables[v]) : std::nullopt;
                if (!again) return Problem{Code::tables_release_too_close, own[v].question.name, "", {{"day", before_.back().release->published_at.substr(0, 10)}}};
                recodings_.push_back(*std::move(again));
            }
            made_.together.push_back({own[v].question, analysis::merged_in(recodings_.back())});
        }
        return {};
    }

    forms::Result<void> decide_people() {
        auto own = own_tables(*made_.extract.columns);
        if (!own) return own.error();
        if (const auto done = recode(*own); !done) return done.error();
        std::vector<analysis::EarlierRelease> earlier;
        for (const auto& before : before_) {
            const auto then = own_tables(before.columns);
            if (!then) return then.error();
            earlier.push_back({before.release->snapshot, before.sets, before.somebody_left, analysis::lines_of_people(static_cast<std::int64_t>(before.columns.people), *then, recodings_)});
        }
        const analysis::ReleaseOrder order{people_name, {}, false, form_.sensitive, made_.extract.name};
        auto people = analysis::release_question(order, analysis::lines_of_people(static_cast<std::int64_t>(made_.extract.columns->people), *own, recodings_), recodings_, made_.limits, nullptr, earlier);
        if (!people) return people.error();
        // How many answered stands on the cover.
        if (!people->bases.count(analysis::SetKey(recodings_.size(), analysis::all_of_them))) {
            if (before_.empty()) return Problem{Code::tables_unprotectable, "", "", {{"cell", "*"}}};
            return Problem{Code::tables_release_too_close, "", "", {{"day", before_.back().release->published_at.substr(0, 10)}}};
        }
        keep_profile(*std::move(own), *people);
        keep("", std::move(*people));
        recodings_.resize(splits_);
        return {};
    }

    void keep_profile(std::vector<Table> own, const analysis::QuestionRelease& people) {
        for (auto key : people.bases) {
            if (key.size() > splits_ && key.back() != analysis::all_of_them) continue;
            key.resize(splits_);
            within_.insert(std::move(key));
        }
        for (std::size_t v = 0; v < own.size(); ++v) {
            auto hidden = analysis::hidden_of_people(own[v], people, recodings_, v);
            const auto asked = own[v].question.role == analysis::broad_ages ? own[v].question.role : own[v].question.name;
            if (own[v].question.role == analysis::broad_ages) hide_narrow_ages();
            analysis::add_test_of_counts(own[v]);
            made_.tables.emplace(asked + "\n", analysis::protect(std::move(own[v]), order_.audience, false, &hidden));
        }
    }

    /// Beside the broad classes the questionnaire's own have no row.
    void hide_narrow_ages() {
        auto table = counted(*made_.extract.columns, "age", "");
        if (!table) return;
        const auto hidden = analysis::no_row_of(*table);
        const auto name = table->question.name;
        made_.tables.emplace(name + "\n", analysis::protect(*std::move(table), order_.audience, false, &hidden));
    }

    void keep(const std::string& question, analysis::QuestionRelease released) {
        made_.told.push_back({question, released.figures, released.hidden});
        std::move(released.sets.begin(), released.sets.end(), std::back_inserter(made_.sets));
    }

    struct Counts {
        Table everybody;
        std::vector<Table> by;
    };
    forms::Result<Counts> counts_of(const forms::Columns& columns, const std::string& question) const {
        auto everybody = counted(columns, question, "");
        if (!everybody) return everybody.error();
        Counts counts{*std::move(everybody), {}};
        for (const auto& recoding : recodings_) {
            auto by = counted(columns, question, recoding.variable.name);
            if (!by) return by.error();
            counts.by.push_back(*std::move(by));
        }
        return counts;
    }

    forms::Result<void> decide(std::uint32_t at) {
        const auto& question = form_.questions[at].name;
        const auto tie = ties_.follow_ups.find(at);
        const auto* parent = tie == ties_.follow_ups.end() ? nullptr : released(tie->second.question);
        if (tie != ties_.follow_ups.end() && !parent) return leave_out(question);
        auto counts = counts_of(*made_.extract.columns, question);
        if (!counts) return counts.error();
        std::vector<analysis::EarlierRelease> earlier;
        for (const auto& before : before_) {
            const auto then = counts_of(before.columns, question);
            if (!then) return then.error();
            earlier.push_back({before.release->snapshot, before.sets, before.somebody_left, analysis::lines_of(then->everybody, then->by, recodings_)});
        }
        const bool sensitive = form_.sensitive || is_sensitive(form_, at);
        const auto limits = analysis::thresholds(order_.audience, sensitive);
        analysis::ReleaseOrder order{question, {}, counts->everybody.multiple, sensitive, made_.extract.name};
        for (const auto& answer : counts->everybody.question.categories) order.answers.push_back(answer.name);
        auto within = within_;
        if (parent) follow(tie->second, *parent, order, within);
        const auto lines = analysis::lines_of(counts->everybody, counts->by, recodings_);
        auto release = analysis::release_question(order, lines, recodings_, limits, &within, earlier);
        if (!release && may_leave_out(release.error().code, parent != nullptr)) return leave_out(question);
        if (!release) return release.error();
        note_links(at, order, lines, *release, limits, earlier);
        if (const auto shown = show(question, *std::move(counts), *release); !shown) return shown.error();
        keep(question, *std::move(release));
        return {};
    }

    /// What a follow-up's sets hold beside its own figures, and the lines where it may have a row.
    void follow(const forms::AskedOf& tie, const Parent& parent, analysis::ReleaseOrder& order, std::set<analysis::SetKey>& within) const {
        const auto& choices = form_.list_of(tie.question).choices;
        std::vector<bool> asked;
        for (const auto& answer : parent.answers) {
            const auto choice = std::find_if(choices.begin(), choices.end(), [&](const auto& one) { return one.name == answer; });
            asked.push_back(choice != choices.end() && tie.choices[static_cast<std::size_t>(choice - choices.begin())]);
            if (asked.back()) order.asked.push_back(analysis::answer_sum(form_.questions[tie.question].name, answer));
        }
        order.linked = &parent.linked;
        within = analysis::lines_of_follow_up(parent.release, asked, within);
    }

    /// A question with too many answers to be audited at once; a follow-up that can't be shown beside its question. What an earlier release
    /// showed of it stands for ever: then the whole is refused.
    bool may_leave_out(Code code, bool follows) const {
        return code == Code::tables_too_large || (follows && code == Code::tables_unprotectable && before_.empty());
    }

    forms::Result<void> leave_out(const std::string& question) {
        for (const auto& before : before_)
            for (const auto& named : before.sets)
                if (ties_.follow_ups.count(*form_.find(question)) && named.name == question + " (base)")
                    return Problem{Code::tables_release_too_close, question, "", {{"day", before.release->published_at.substr(0, 10)}}};
        made_.too_large.push_back(question);
        return {};
    }

    bool has_follow_up(std::uint32_t question) const {
        return std::any_of(ties_.follow_ups.begin(), ties_.follow_ups.end(), [&](const auto& tie) { return tie.second.question == question; });
    }

    const Parent* released(std::uint32_t question) const {
        const auto found = parents_.find(question);
        return found == parents_.end() ? nullptr : &found->second;
    }

    /// For the follow-ups that come.
    void note_links(std::uint32_t at, const analysis::ReleaseOrder& order, const std::vector<analysis::ReleaseLine>& lines, const analysis::QuestionRelease& release,
                    const analysis::Thresholds& limits, std::span<const analysis::EarlierRelease> earlier) {
        if (!has_follow_up(at)) return;
        parents_.emplace(at, Parent{order.answers, {{}, release.bases, release.answers, 0, 0}, analysis::linked_after(order, lines, release, limits, earlier)});
    }

    forms::Result<void> show(const std::string& question, Counts counts, const analysis::QuestionRelease& released) {
        if (const auto done = add(question, "", std::move(counts.everybody), released, {}); !done) return done;
        for (std::size_t v = 0; v < recodings_.size(); ++v) {
            const bool places = counts.by[v].by.front().role == "quartier";
            if (const auto done = add(question, places ? "quartier" : "gender", std::move(counts.by[v]), released, {v, false}); !done) return done;
            if (!places || !analysis::can_be(form_, analysis::Together::kinds)) continue;
            auto kinds = counted(*made_.extract.columns, question, std::string{analysis::kind_of_quartier});
            if (!kinds) return kinds.error();
            if (const auto done = add(question, "kind", *std::move(kinds), released, {v, true}); !done) return done;
        }
        return {};
    }

    forms::Result<void> add(const std::string& question, const std::string& by, Table table, const analysis::QuestionRelease& released, analysis::TableOf of) {
        const auto behind = sample_behind(desk_, campaign_, made_.extract.columns, {.question = question, .by = {}, .weights = order_.weights});
        if (!behind) return behind.error();
        if (*behind)
            analysis::add_estimates(table, form_, *made_.extract.columns, (*behind)->linearised, analysis::IntervalKind::wilson, order_.weights);
        else
            analysis::add_test_of_counts(table);
        const auto hidden = analysis::hidden_in(table, released, recodings_, of);
        made_.tables.emplace(question + "\n" + by, analysis::protect(std::move(table), order_.audience, false, &hidden));
        return {};
    }

    Desk& desk_;
    const CampaignForm& campaign_;
    const forms::Form& form_;
    const ExactOrder& order_;
    ExactSet made_;
    std::vector<Before> before_;
    std::vector<Recoding> recodings_;
    std::vector<std::string> breakdowns_;
    std::size_t splits_ = 0;  ///< how many of them split questions
    std::set<analysis::SetKey> within_;
    ExactTies ties_;
    std::map<std::uint32_t, Parent> parents_;
};

}  // namespace

forms::Result<ExactSet> exact_set(Desk& desk, const CampaignForm& campaign, const ExactOrder& order, std::span<const storage::Release> before) {
    return Making{desk, campaign, order}.run(before);
}

std::string todays_snapshot(Desk& desk, const CampaignForm& campaign) { return desk.snapshots.extract(campaign).name; }

bool may_be_exact(const forms::Form& form, std::string_view question) {
    const auto found = form.find(question);
    return found && form.questions[*found].type != forms::QuestionType::calculate;
}

}  // namespace ecoute::server
