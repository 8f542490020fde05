// How quickly stored responses become columns: the barometer of the library, answered by made-up people, read through
// read_columns; against reading the same rows and only parsing their JSON. Prints rows a second of processor of both,
// in turns, then the medians. Usage: bench_columns [DIRECTORY] [ROWS] [ROUNDS]
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bare_group_commit.hpp"
#include "forms/form_json.hpp"
#include "server/assets.hpp"
#include "server/simulate/respondents.hpp"
#include "storage/columns_read.hpp"
#include "storage/sqlite_store.hpp"

namespace {

using namespace ecoute;

struct FixedClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return {}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};

forms::Form barometer() {
    const auto* document = server::embedded_file("../forms/library/ecoute-habitants.json");
    if (document == nullptr) std::abort();
    forms::ChoiceList quartiers;
    quartiers.name = "quartiers";
    for (int i = 0; i < 12; ++i) {
        forms::Choice quartier;
        quartier.name = "QN069" + std::to_string(10 + i) + "M";
        quartier.label["fr"] = quartier.name;
        quartiers.index[quartier.name] = static_cast<forms::ChoiceIndex>(i);
        quartiers.choices.push_back(std::move(quartier));
    }
    auto reading = forms::read_form(*document->plain, {quartiers});
    if (!reading.form) std::abort();
    return *std::move(reading.form);
}

/// Canonical answers of some made-up people.
std::vector<std::string> some_answers(const forms::Form& form, std::size_t people) {
    std::vector<std::string> all;
    server::Respondents respondents{form, "", 2016, people};
    while (const auto line = respondents.next()) {
        forms::Problems problems;
        const auto sent = nlohmann::json::parse(*line)["answers"].dump();
        all.push_back(forms::answers_to_json(form, forms::answers_from_json(form, sent, problems)));
    }
    return all;
}

void keep_all(storage::Store& store, const std::string& version, const std::vector<std::string>& answers, std::size_t rows) {
    if (!store.forms().publish({"f", "1", "{}", ""})) std::abort();
    storage::Campaign campaign;
    campaign.id = "mesure";
    campaign.form_id = "f";
    campaign.form_version = "1";
    if (!store.campaigns().create(campaign)) std::abort();
    const auto ids = bench::random_uuids(rows);
    for (std::size_t row = 0; row < rows;) {
        std::vector<storage::NewResponse> batch;
        for (; batch.size() < 500 && row < rows; ++row) {
            storage::NewResponse response;
            response.id = ids[row];
            response.campaign = "mesure";
            response.form_version = version;
            response.answers = answers[row % answers.size()];
            batch.push_back(std::move(response));
        }
        store.responses().keep_and_wait(std::move(batch));
    }
}

double processor_seconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// By the time that this thread was given, so that a busy machine gives the same figure.
template <class Work>
double rows_per_second(std::size_t rows, const Work& work) {
    const double started = processor_seconds();
    work();
    return static_cast<double>(rows) / (processor_seconds() - started);
}

void only_parse(storage::Responses& responses) {
    simdjson::dom::parser parser;
    std::size_t objects = 0;
    responses.read_answers("mesure", 0, [&](const storage::Responses::AnswersRow& row) {
        objects += parser.parse(row.answers.data(), row.answers.size()).is_object() ? 1 : 0;
        return true;
    });
    if (objects == 0) std::abort();
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

int main(int count, char** arguments) {
    const auto directory = std::filesystem::path{count > 1 ? arguments[1] : "."} / "bench-columns";
    const std::size_t rows = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 100'000;
    const std::size_t rounds = count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 9;
    const FixedClock clock;
    const auto form = barometer();
    const auto answers = some_answers(form, 2'000);
    std::size_t bytes = 0;
    for (const auto& each : answers) bytes += each.size();
    std::cout << form.questions.size() << " questions, " << bytes / answers.size() << " bytes of answers a row\n";
    std::filesystem::remove_all(directory);
    {
        const auto store = storage::open_sqlite_store(directory, clock);
        keep_all(*store, form.version, answers, rows);
        std::vector<double> parsed, read;
        for (std::size_t round = 0; round < rounds; ++round) {
            parsed.push_back(rows_per_second(rows, [&] { only_parse(store->responses()); }));
            forms::Columns columns;
            read.push_back(rows_per_second(rows, [&] { storage::read_columns(store->responses(), "mesure", form, columns, {}, {}, 1); }));
            std::cout << "read and parsed " << static_cast<long>(parsed.back()) << " rows/s, columns " << static_cast<long>(read.back())
                      << " rows/s, ratio " << read.back() / parsed.back() << '\n';
        }
        std::cout << "medians " << static_cast<long>(median(parsed)) << " and " << static_cast<long>(median(read)) << " rows/s, ratio "
                  << median(read) / median(parsed) << '\n';
    }
    std::filesystem::remove_all(directory);
}
