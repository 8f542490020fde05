// Columns of a campaign that is worth a second thread. Run under the thread sanitizer too (preset tsan).
#include <atomic>
#include <cstring>

#include "empty_store.hpp"
#include "forms/form_json.hpp"
#include "storage/columns_read.hpp"

namespace ecoute::storage {
namespace {

std::string document(std::string_view version, std::string_view choices) {
    return R"({"ecoute": 1, "id": "sante", "version": ")" + std::string{version} +
           R"(", "title": {"fr": "Santé"}, "default_language": "fr", "choices": {"oui_non": [)" + std::string{choices} +
           R"(], "raisons": [{"name": "cout", "label": {"fr": "Coût"}}, {"name": "delai", "label": {"fr": "Délai"}}]},
  "questions": [
    {"type": "select_one", "choices": "oui_non", "name": "renonce", "label": {"fr": "Avez-vous renoncé ?"}},
    {"type": "select_multiple", "choices": "raisons", "name": "raisons", "label": {"fr": "Pourquoi ?"}},
    {"type": "rank", "choices": "raisons", "name": "ordre", "label": {"fr": "Dans quel ordre ?"}},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}}]})";
}

constexpr std::string_view yes = R"({"name": "oui", "label": {"fr": "Oui"}})", no = R"({"name": "non", "label": {"fr": "Non"}})";

std::shared_ptr<const forms::Form> form_in(const std::string& text) {
    auto reading = forms::read_form(text);
    BOOST_REQUIRE(reading.form.has_value());
    return std::make_shared<const forms::Form>(*std::move(reading.form));
}

/// Some thousand people more than one thread reads alone. Of a hundred, one refuses to begin, ten answered an older version, and some sent
/// what today's program would have written otherwise.
struct LargeCampaign : EmptyStore {
    static constexpr int people = static_cast<int>(responses_worth_a_thread) + 3'001;
    std::shared_ptr<const forms::Form> form = form_in(document("1", std::string{yes} + "," + std::string{no}));
    std::shared_ptr<const forms::Form> of_before = form_in(document("0", std::string{no} + "," + std::string{yes}));
    std::atomic<int> keys_made{0}, forms_asked{0};

    LargeCampaign() {
        BOOST_REQUIRE(store->forms().publish({.id = "sante", .version = "0", .document = "{}", .published_at = "2026-04-01T08:00:00Z"}).has_value());
        for (int number = 0; number < people;) {
            std::vector<NewResponse> group;
            for (; group.size() < 500 && number < people; ++number) group.push_back(response(number));
            for (const auto& kept : responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
        }
    }
    static NewResponse response(int number) {
        auto made = a_response(number);
        made.refusal = number % 100 == 99;
        if (number % 10 == 3) made.form_version = "0";
        made.answers = R"({"renonce":)" + std::string{number % 3 == 0 ? "\"oui\"" : number % 3 == 1 ? "\"non\"" : "null"};
        if (number % 4 == 0) made.answers += R"(,"raisons":["delai"],"ordre":["delai","cout"])";
        made.answers += number % 7 == 0 ? R"(,"age": "refused"})" : ",\"age\":" + std::to_string(number % 90) + "}";
        if (made.refusal) made.answers = "{}";
        return made;
    }
    forms::Columns read(int threads) {
        forms::Columns columns;
        const FormOfVersion older = [this](std::string_view version) {
            ++forms_asked;
            return version == "0" ? of_before : nullptr;
        };
        const RecordKey key = [this](std::string_view id) {
            ++keys_made;
            return static_cast<std::uint32_t>(std::stoul(std::string{id.substr(id.size() - 8)}));
        };
        read_columns(responses(), "sante-2026", *form, columns, older, key, threads);
        return columns;
    }
};

bool same(const std::vector<double>& one, const std::vector<double>& other) {
    return one.size() == other.size() && (one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0);
}

void check_same(const forms::Columns& one, const forms::Columns& other) {
    BOOST_TEST(one.people == other.people);
    BOOST_TEST(one.last_seq == other.last_seq);
    BOOST_TEST((one.seqs == other.seqs));
    BOOST_TEST((one.record_keys == other.record_keys));
    BOOST_REQUIRE(one.by_question.size() == other.by_question.size());
    for (std::size_t q = 0; q < one.by_question.size(); ++q) {
        const auto &a = one.by_question[q], &b = other.by_question[q];
        BOOST_TEST_CONTEXT("question " << q) {
            BOOST_TEST((a.codes == b.codes));
            BOOST_TEST((a.states == b.states));
            BOOST_TEST((a.ticks == b.ticks));
            BOOST_TEST((a.ranks == b.ranks));
            BOOST_TEST(same(a.numbers, b.numbers));
        }
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(columns_read_by_two_threads, LargeCampaign)

BOOST_AUTO_TEST_CASE(are_those_that_one_thread_reads) {
    const auto alone = read(1);
    BOOST_TEST(forms_asked == 1);
    const auto together = read(2);
    BOOST_TEST(forms_asked >= 3);  // each half asked: there were two
    check_same(alone, together);
    // Who they must be, from how they were made.
    int began = 0, said_yes = 0;
    for (int number = 0; number < people; ++number) {
        began += number % 100 != 99;
        said_yes += number % 3 == 0 && number % 100 != 99;
    }
    BOOST_TEST(together.people == static_cast<std::size_t>(began));
    BOOST_TEST(std::count(together.by_question[0].codes.begin(), together.by_question[0].codes.end(), 0) == said_yes);
    BOOST_TEST(together.last_seq == people);
    BOOST_TEST(together.record_keys.back() == static_cast<std::uint32_t>(people - 1));
}

/// What came while the halves were read is read after them.
BOOST_AUTO_TEST_CASE(take_in_what_comes_afterwards) {
    auto columns = read(2);
    const auto before = columns.people;
    BOOST_REQUIRE(keep(response(people)).has_value());
    read_columns(responses(), "sante-2026", *form, columns, [this](std::string_view) { return of_before; },
                 [](std::string_view) { return 7u; }, 2);
    BOOST_TEST(columns.people == before + 1);
    BOOST_TEST(columns.record_keys.back() == 7u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
