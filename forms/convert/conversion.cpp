#include "forms/convert/conversion.hpp"

#include "forms/document/names.hpp"

namespace ecoute::forms {
namespace {

Problem reported(Code code, std::string_view what, std::string_view value, std::string where, std::string_view reason) {
    Problem line{code, {}, std::move(where), {{"what", std::string(what)}, {"value", document::excerpt(value)}}};
    if (!reason.empty()) line.facts["reason"] = reason;
    return line;
}

}  // namespace

Problem convert_kept(std::string_view what, std::string_view value, std::string where, std::string_view reason) {
    return reported(Code::convert_kept, what, value, std::move(where), reason);
}

Problem convert_changed(std::string_view what, std::string_view value, std::string_view into, std::string where,
                        std::string_view reason) {
    Problem line = reported(Code::convert_changed, what, value, std::move(where), reason);
    line.facts["into"] = document::excerpt(into);
    return line;
}

Problem convert_unused(std::string_view what, std::string_view value, std::string where, std::string_view reason) {
    return reported(Code::convert_unused, what, value, std::move(where), reason);
}

std::string place_of(const Places& places, std::string_view pointer) {
    for (auto around = pointer;;) {
        if (const auto found = places.find(around); found != places.end()) return found->second;
        const auto slash = around.rfind('/');
        if (slash == std::string_view::npos) return std::string(pointer);
        around = around.substr(0, slash);
    }
}

Problems in_source(Problems problems, const Places& places) {
    if (places.empty()) return problems;
    for (Problem& problem : problems) {
        problem.where = place_of(places, problem.where);
        if (const auto first = problem.facts.find("first"); first != problem.facts.end())
            first->second = place_of(places, first->second);
    }
    return problems;
}

}  // namespace ecoute::forms
