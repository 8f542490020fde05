#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "forms/one_question.hpp"

namespace ecoute::forms {

/// A questionnaire while it is being filled in: after each change, only what depends on it is evaluated again, in
/// dependency order (LANGUAGE.md section 4). What does not apply is not among the answers but is remembered, and comes back
/// when it applies again. The browser's twin is server/web/session.js; both are held to the same walks.
///
/// Form and clock must outlive it. A node names a question and the row of each repeat around it; one that is not there
/// is passed over.
class Session {
public:
    using Node = expression::Node;

    /// A new response: defaults are computed, then everything is evaluated.
    Session(const Form& form, const Clock& clock, std::string language);
    /// A response that was begun before: its defaults are past.
    Session(const Form& form, const Clock& clock, std::string language, Answers begun);

    /// The person (or the page) gives an answer; not_asked and no_answer are both blank. A node that does not apply is
    /// remembered.
    void set(const Node& node, Answer answer);
    /// Adds a blank row to a repeat, with its defaults, up to most_repeat_rows; takes one away (the node has the row as its
    /// last instance). A repeat with repeat_count has as many rows as that says and takes no other.
    void add_row(const Node& repeat);
    void remove_row(const Node& row);

    /// What applies, calculations included; as `evaluate` leaves it.
    const Answers& answers() const noexcept { return seen_; }
    /// Questions evaluated so far, each row of a repeat by itself.
    std::size_t visits() const noexcept { return visits_; }

private:
    using Instances = std::vector<std::uint32_t>;
    Session(const Form& form, const Clock& clock, std::string language, Answers given, bool begun_before);

    /// A question's entry in a set of answers; nullptr when there is no such row.
    Answer* entry(Answers& answers, std::uint32_t question, const Instances& instances) const;
    template <class Each>
    void with_default(std::uint32_t first, std::uint32_t last, bool dynamic, Each each) const;
    void begin_response();
    void begin_row(std::uint32_t repeat, const Instances& row);
    void compute_defaults(std::uint32_t repeat, const Instances& row);
    void push(std::uint32_t question, const Instances& within);
    void push_inside(std::uint32_t question, const Instances& within);
    /// Others may read another value now; `set_anew`: because it was given or computed, which fires triggers, and not
    /// because it appeared or went.
    void changed(std::uint32_t question, const Instances& instances, bool set_anew = false);
    void settle_all();
    void settle();
    void visit_rows(std::uint32_t question, const Instances& within, const std::vector<std::uint32_t>& repeats,
                    Instances& instances);
    void visit(std::uint32_t question, const Instances& instances);
    void hide(std::uint32_t question, const Instances& instances);
    void show(std::uint32_t question, const Instances& instances);
    void calculate(std::uint32_t question, const Instances& instances);
    void count(std::uint32_t repeat, const Instances& instances);
    void resize(std::uint32_t repeat, const Instances& instances, std::size_t rows);
    bool is_calculated_now(std::uint32_t question, const Answer& given) const;

    const Form& form_;
    std::string language_;
    Answers given_;  ///< all that was ever said, and calculated
    Answers seen_;   ///< what applies
    OneQuestion one_;
    /// What must be evaluated, by rank: the question, in every row within the instances.
    std::map<std::uint32_t, std::pair<std::uint32_t, Instances>> waiting_;
    std::deque<std::pair<std::uint32_t, Instances>> beginning_;  ///< rows whose computed defaults are still to come
    std::vector<bool> fired_;  ///< triggered since the last change by hand; each once, so that triggers in a circle end
    std::vector<bool> fires_now_;
    bool begun_before_;
    bool loading_ = true;
    std::size_t visits_ = 0;
};

}  // namespace ecoute::forms
