// Any bytes as a submission, as the answers to a questionnaire of every type, and as a row of text. What is kept is a
// fixed point.
#include <cstdlib>
#include <string>

#include "forms/columns.hpp"
#include "forms/form_json.hpp"
#include "forms/response_json.hpp"
#include "forms/validate.hpp"

namespace f = ecoute::forms;

namespace {

struct StandingClock final : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return {}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};

const f::Form& every_type() {
    static const auto reading = f::read_form(R"j({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},
        "choices":{"l":[{"name":"a","c":"1"},{"name":"b","c":"2"},{"name":"z","exclusive":true,"c":"1"},{"name":"n","missing":"refused","c":"1"}]},"questions":[
        {"type":"text","name":"t","required":"yes"},{"type":"integer","name":"i","constraint":". > 1"},{"type":"decimal","name":"d","relevant":"${i} > 3"},
        {"type":"range","name":"r"},{"type":"date","name":"j","constraint":". < today()"},{"type":"time","name":"h"},{"type":"dateTime","name":"m"},
        {"type":"select_one","name":"o","choices":"l"},{"type":"select_multiple","name":"s","choices":"l","parameters":"max=2","choice_filter":"c = ${i}"},
        {"type":"rank","name":"k","choices":"l","relevant":"selected(${s}, 'a')"},{"type":"acknowledge","name":"w"},
        {"type":"geopoint","name":"gp"},{"type":"geotrace","name":"gt"},{"type":"geoshape","name":"gs"},{"type":"barcode","name":"bc"},{"type":"image","name":"im"},
        {"type":"start","name":"st"},{"type":"today","name":"td"},{"type":"deviceid","name":"di"},{"type":"audit","name":"au"},
        {"type":"select_multiple","name":"oo","choices":"l","or_other":true},{"type":"hidden","name":"hd","default":"${i} + 1"},
        {"type":"calculate","name":"cc","choices":"l","calculation":"if(${i} > 2, 'a', ${t})"},{"type":"calculate","name":"cb","bands":[1,2],"calculation":"${i} div 2"},
        {"type":"calculate","name":"tr","calculation":"concat(${i}, .)","trigger":"${t}, ${oo}"},
        {"type":"repeat","name":"rc","repeat_count":"${i}","questions":[{"type":"select_one","name":"ro","choices":"l","choice_filter":"c != position(../..)"},
          {"type":"repeat","name":"rd","repeat_count":"position(..)","questions":[{"type":"text","name":"rt","required":"yes"}]}]},
        {"type":"calculate","name":"c","calculation":"sum(${n}) + count(${e})"},{"type":"hidden","name":"p"},
        {"type":"grid","name":"q","choices":"l","rows":[{"name":"x"},{"name":"y","relevant":"${q.x} = 'a'"}]},
        {"type":"group","name":"g","relevant":"${t} != 'x'","questions":[{"type":"note","name":"u"},
        {"type":"repeat","name":"e","questions":[{"type":"integer","name":"n","required":"position(..) = 2"},
          {"type":"repeat","name":"f","relevant":"${n} > 1","questions":[{"type":"text","name":"v"},{"type":"calculate","name":"y","calculation":"concat(${v}, ${n})"}]}]}]}]})j");
    if (!reading.form) std::abort();
    return *reading.form;
}

void try_answers(f::Answers answers) {
    f::Problems problems;
    f::validate(every_type(), answers, StandingClock{}, "fr", problems);
    const std::string kept = f::answers_to_json(every_type(), answers);
    f::Problems none;
    auto again = f::answers_from_json(every_type(), kept, none);
    if (!none.empty() || f::answers_to_json(every_type(), again) != kept) std::abort();
    f::validate(every_type(), again, StandingClock{}, "fr", none);
    if (f::answers_to_json(every_type(), again) != kept) std::abort();
    auto columns = f::columns_of(every_type());
    f::append(columns, every_type(), again);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    f::Problems problems;
    try_answers(f::answers_from_json(every_type(), text, problems));
    if (const auto sent = f::read_submissions(text))
        for (const auto& item : sent->items)
            if (item) try_answers(f::answers_from_json(every_type(), item->answers_json, problems));
    std::vector<f::NamedText> fields;
    for (std::uint32_t q = 0; q < every_type().questions.size(); ++q)
        fields.push_back({every_type().questions[q].name, std::string(text)});
    problems.clear();
    try_answers(f::answers_from_text(every_type(), fields, problems));
    return 0;
}
