#include "forms/expression/eval_line.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "forms/expression/dates.hpp"
#include "forms/expression/evaluation.hpp"
#include "forms/expression/json_world.hpp"

namespace ecoute::forms::expression {
namespace {

using nlohmann::json;

/// Stands still at an instant, in a place that is always equally far from UTC.
class StoppedClock : public Clock {
public:
    explicit StoppedClock(const Moment& moment)
        : now_(std::chrono::milliseconds(instant_ms(moment, nullptr))), offset_(moment.offset_minutes.value_or(0)) {}
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return now_; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return offset_; }

private:
    std::chrono::sys_time<std::chrono::milliseconds> now_;
    std::chrono::minutes offset_;
};

/// What a value is called, beyond what its text shows: the type of the question, or what the function gives.
class Naming {
public:
    Naming(const Tree& tree, const JsonWorld& world, Evaluation& evaluation, const Context& context)
        : tree_(tree), world_(world), evaluation_(evaluation), context_(context) {}

    std::string_view type(const Value& value) {
        if (std::holds_alternative<double>(value)) return "number";
        if (std::holds_alternative<bool>(value)) return "boolean";
        if (std::holds_alternative<NodeSet>(value)) return "list";
        const auto moment = read_moment(std::get<std::string>(value));
        const auto gives = of(tree_.top);
        if (gives == Gives::date && moment && !moment->timed) return "date";
        if (gives == Gives::date_time && moment && moment->timed) return "dateTime";
        return "string";
    }

private:
    static Gives of(Type type) noexcept {
        return type == Type::date ? Gives::date : type == Type::date_time ? Gives::date_time : Gives::text;
    }

    Gives of(std::uint32_t index) {
        const Branch& branch = tree_.branches[index];
        if (const auto* named = evaluation_.reference_of(branch)) return of(named->type);
        if (branch.op == Op::self) return context_.current ? of(world_.type(context_.current->question)) : Gives::text;
        if (branch.op != Op::call) return Gives::text;
        return branch.function->gives == Gives::same ? of_call(branch) : branch.function->gives;
    }

    Gives of_call(const Branch& call) {
        const auto children = tree_.children_of(call);
        const auto name = call.function->name;
        if (name == "if") return of(children[evaluation_.truth(children[0]) ? 1 : 2]);
        if (name == "coalesce") return of(children[evaluation_.text(children[0]).empty() ? 1 : 0]);
        if (name == "once" && context_.current && !evaluation_.to_text(evaluation_.own_value()).empty())
            return of(world_.type(context_.current->question));
        return of(children[0]);
    }

    const Tree& tree_;
    const JsonWorld& world_;
    Evaluation& evaluation_;
    const Context& context_;
};

json refused(const Problem& problem) {
    json out{{"error", name(problem.code)}};
    for (const auto& [fact, text] : problem.facts) out[fact] = fact == "offset" ? json(std::stoll(text)) : json(text);
    return out;
}

json malformed(std::string_view member) {
    return refused({Code::request_malformed, {}, {}, {{"value", std::string(member)}}});
}

json written(const Value& value, const Evaluation& evaluation) {
    if (const auto* truth = std::get_if<bool>(&value)) return *truth;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<double>(&value)) {
        constexpr double exact = 9'007'199'254'740'992;  // whole numbers below are written without ".0"
        if (!std::isfinite(*number)) return number_text(*number);
        if (*number == std::trunc(*number) && std::fabs(*number) <= exact) return static_cast<std::int64_t>(*number);
        return *number;
    }
    json list = json::array();
    for (const auto& node : std::get<NodeSet>(value)) list.push_back(evaluation.to_text(evaluation.value_of(node)));
    return list;
}

const json& member(const json& line, const char* name) {
    static const json nothing;
    const auto at = line.find(name);
    return at == line.end() ? nothing : *at;
}

/// "now" of a line; without an offset it is local time where `clock` stands.
std::optional<StoppedClock> stopped(const json& now, const Clock& clock) {
    if (!now.is_string()) return std::nullopt;
    auto moment = read_moment(now.get_ref<const std::string&>());
    if (!moment) return std::nullopt;
    if (!moment->offset_minutes) {
        moment->timed = true;
        moment = local(*moment, &clock);
    }
    return StoppedClock(*moment);
}

void place(Context& context, const json& current, const JsonWorld& world) {
    if (current.is_null()) return;
    if (current.is_string()) context.current = world.node(current.get_ref<const std::string&>());
    if (context.current) return;
    if (current.is_string())
        context.candidate = current.get<std::string>();
    else if (current.is_boolean())
        context.candidate = current.get<bool>() ? "true" : "false";
    else if (current.is_number())
        context.candidate = number_text(current.get<double>());
}

json answer(const json& line, const Clock& real_clock) {
    const auto& expression = member(line, "expression");
    if (!expression.is_string()) return malformed("expression");
    const auto& now = member(line, "now");
    const auto clock = stopped(now, real_clock);
    if (!now.is_null() && !clock) return malformed("now");

    JsonWorld world(member(line, "questions"), member(line, "answers"), member(line, "lists"));
    world.tell_device(line);
    Context context;
    context.record = &world;
    context.clock = clock ? &*clock : &real_clock;
    place(context, member(line, "current"), world);
    std::string language = "fr";
    if (const auto& wanted = member(line, "language"); wanted.is_string()) language = wanted.get<std::string>();
    context.language = language;

    const auto self = context.current ? std::optional(context.current->question) : std::nullopt;
    const auto compiled = compile(expression.get_ref<const std::string&>(), world, self);
    if (!compiled) return refused(compiled.error());
    if (compiled->empty()) return {{"value", ""}, {"type", "string"}, {"tree", ""}};
    Evaluation evaluation(*compiled->tree(), context);
    const Value value = evaluation.value(compiled->tree()->top);
    const auto type = Naming(*compiled->tree(), world, evaluation, context).type(value);
    json out{{"value", written(value, evaluation)}, {"type", type}};
    if (member(line, "tree") == true) out["tree"] = compiled->to_json();
    return out;
}

}  // namespace

std::string evaluate_line(std::string_view line, const Clock& clock) {
    const auto json = line.size() > longest_line_bytes ? nlohmann::json(nlohmann::json::value_t::discarded)
                                                       : nlohmann::json::parse(line, nullptr, false);
    const auto out = json.is_object() ? answer(json, clock) : malformed("");
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace ecoute::forms::expression
