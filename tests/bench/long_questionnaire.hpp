#pragma once
#include <string>

namespace ecoute::bench {

/// A questionnaire of `questions` questions in sections of twenty, seven of ten asked on conditions of those before
/// them; first, with `places`, one of a list of so many.
inline std::string long_questionnaire(int questions, int places = 0) {
    std::string text =
        R"({"ecoute":1,"id":"banc","version":"1","title":{"fr":"Banc"},"choices":{"oui_non":[)"
        R"({"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}},{"name":"nsp","label":{"fr":"NSP"}}],"themes":[)";
    for (int i = 0; i < 12; ++i)
        text += (i ? "," : "") + std::string(R"({"name":"theme_)") + std::to_string(i) + R"(","label":{"fr":"T"}})";
    text += R"(],"lieux":[)";
    for (int i = 0; i < places; ++i)
        text += (i ? "," : "") + std::string(R"({"name":"lieu_)") + std::to_string(i) + R"(","label":{"fr":"Un lieu"},"quartier":"q)" +
                std::to_string(i % 50) + "\"}";
    text += R"(]},"questions":[)";
    if (places > 0) text += R"({"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":"Où ?"},"choice_filter":"quartier = 'q7'"},)";
    for (int q = 0; q < questions; ++q) {
        const std::string name = "question_" + std::to_string(q);
        if (q % 20 == 0)
            text += (q ? "]}," : "") + std::string(R"({"type":"group","name":"section_)") + std::to_string(q / 20) +
                    R"(","questions":[)";
        static const char* types[] = {R"("type":"select_one","choices":"oui_non")",
                                      R"("type":"integer","constraint":". >= 0 and . <= 120")",
                                      R"("type":"select_multiple","choices":"themes","parameters":"max=4")",
                                      R"("type":"text")", R"("type":"select_one","choices":"themes","required":"yes")"};
        text += (q % 20 ? ",{" : "{") + std::string(types[q % 5]) +
                R"(,"label":{"fr":"Une question comme il y en a"},"name":")" + name + "\"";
        const int first = q / 5 * 5 - 5;  // of the five before
        if (q % 10 >= 3 && first >= 0) {
            const std::string yes = "${question_" + std::to_string(first) + "} = 'oui'",
                              age = "${question_" + std::to_string(first + 1) + "} >= 18",
                              theme = "selected(${question_" + std::to_string(first + 2) + "}, 'theme_3')";
            text += R"(,"relevant":")" +
                    (q % 3 == 0   ? yes
                     : q % 3 == 1 ? yes + " and " + age
                                  : age + " or " + theme) +
                    "\"";
        }
        text += "}";
    }
    return text + "]}]}";
}

}  // namespace ecoute::bench
