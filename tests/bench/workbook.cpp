// What reading a questionnaire of 560 questions in two languages from an .xlsx costs: processor time (best of rounds) and the
// memory that it takes at its highest, over what the program held before. Prints one line a measure, in one run.
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

#include "forms/convert/xlsform.hpp"
#include "forms/form_json.hpp"
#include "server/xlsx_file.hpp"

namespace {

namespace f = ecoute::forms;

constexpr int questions = 560, lists = 40, choices = 12;

std::string text(const std::string& french) {
    return R"({"fr":")" + french + R"(","ar":"هل أنتم راضون عن هذا الأمر في حيّكم؟"})";
}

/// Half choices, a quarter numbers with constraints, a quarter texts; conditions, hints and messages as surveys have
/// them.
std::string document() {
    std::string json =
        R"({"ecoute":1,"id":"banc","version":"1","title":)" + text("Banc") + R"(,"default_language":"fr","choices":{)";
    for (int l = 0; l < lists; ++l) {
        json += (l ? "," : "") + ("\"l" + std::to_string(l)) + "\":[";
        for (int c = 0; c < choices; ++c)
            json += (c ? "," : "") + (R"({"name":"c)" + std::to_string(c)) + R"(","label":)" +
                    text("Un choix parmi d'autres") + R"(,"region":"r)" + std::to_string(c % 3) + "\"}";
        json += "]";
    }
    json += R"(},"questions":[)";
    for (int q = 0; q < questions; ++q) {
        const std::string name = "q" + std::to_string(q);
        json += (q ? "," : "") + (R"({"name":")" + name) + R"(","label":)" +
                text("Êtes-vous satisfait de ce qui se passe ici, question " + std::to_string(q) + " ?") +
                R"(,"hint":)" + text("Une seule réponse") + ",";
        if (q % 4 == 0)
            json += R"("type":"integer","constraint":". >= 0 and . <= 120","constraint_message":)" +
                    text("Entre 0 et 120") + ",";
        if (q % 4 == 1) json += R"("type":"text","appearance":"multiline",)";
        if (q % 4 >= 2)
            json += R"("type":"select_one","required":"yes","choices":"l)" + std::to_string(q % lists) + "\",";
        json += q == 0 ? R"("volet":"cadre"})" : R"("relevant":"${q)" + std::to_string((q - 1) / 4 * 4) + R"(} > 18"})";
    }
    return json + "]}";
}

template <class F>
double best_ms(F&& run) {
    double best = 1e9;
    for (int round = 0; round < 15; ++round) {
        const std::clock_t begin = std::clock();
        run();
        best = std::min(best, 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
}

/// The highest resident memory since the last reset, in MB (Linux).
double highest_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    return 0;
}
void reset_highest() { std::ofstream("/proc/self/clear_refs") << 5; }

}  // namespace

int main() {
    std::string file;
    {
        const auto sheets = f::xlsform_of_document(document());
        file = ecoute::server::xlsx_bytes(sheets.workbook);
    }
    std::printf("file: %.0f kB, %d questions, %d choices, 2 languages\n", static_cast<double>(file.size()) / 1000,
                questions, lists * choices);
    malloc_trim(0);  // what making the file took goes back first
    reset_highest();
    const double before = highest_mb();
    { const auto first = f::document_of_xlsform(file); }
    std::printf("memory of workbook -> document: %.1f MB\n", highest_mb() - before);
    std::printf("bytes -> cells:         %.2f ms\n", best_ms([&] { (void)f::workbook::read_workbook(file); }));
    const auto book = f::workbook::read_workbook(file).value();
    f::Conversion conversion;
    std::printf("cells -> document:      %.2f ms\n", best_ms([&] { conversion = f::document_of_xlsform(book); }));
    std::printf("bytes -> document:      %.2f ms\n", best_ms([&] { conversion = f::document_of_xlsform(file); }));
    std::printf("document checked:       %.2f ms\n", best_ms([&] { (void)f::read_form(conversion.bytes, {}, true); }));
    std::printf("document -> cells:      %.2f ms (read back and compared)\n",
                best_ms([&] { (void)f::xlsform_of_document(conversion.bytes); }));
    return f::read_form(conversion.bytes, {}, true).form ? 0 : 1;
}
