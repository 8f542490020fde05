#include "empty_store.hpp"

namespace ecoute::storage {
namespace {

User a_user(std::string login = "amina", Role role = Role::facilitator) {
    return {.login = std::move(login),
            .password_hash = "$argon2id$v=19$m=65536,t=2,p=1$c2Vs$aGFjaGU",
            .role = role,
            .disabled = false,
            .created_at = "2026-05-01T08:00:00Z"};
}

Session a_session(std::string login = "amina") {
    return {.login = std::move(login),
            .role = Role::facilitator,
            .csrf_token = "jeton",
            .expires_at = "2026-05-17T20:00:00Z"};
}

struct People : EmptyStore {
    Users& users = store->users();
    std::string now = "2026-05-17T14:05:09Z";
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_role_has_a_name_and_is_found_by_it) {
    for (const auto each : {Role::administrator, Role::facilitator, Role::institution, Role::coach}) {
        BOOST_TEST(!name(each).empty());
        BOOST_TEST((role(name(each)) == each));
    }
    BOOST_TEST(!role("enqueteur").has_value());
    BOOST_TEST(!role("").has_value());
}

BOOST_FIXTURE_TEST_SUITE(people_who_log_in, People)

BOOST_AUTO_TEST_CASE(a_user_is_read_back_whole) {
    BOOST_REQUIRE(users.add(a_user("amina", Role::coach)).has_value());
    const auto found = users.find("amina");
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->login == "amina");
    BOOST_TEST(found->password_hash == a_user().password_hash);
    BOOST_TEST((found->role == Role::coach));
    BOOST_TEST(!found->disabled);
    BOOST_TEST(found->created_at == "2026-05-01T08:00:00Z");
    BOOST_TEST(!users.find("karim").has_value());
    BOOST_TEST(users.all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_login_is_taken_once) {
    BOOST_REQUIRE(users.add(a_user()).has_value());
    BOOST_TEST(refusal(users.add(a_user("amina", Role::administrator))) == "user.exists");
    BOOST_TEST((users.find("amina")->role == Role::facilitator));
}

BOOST_AUTO_TEST_CASE(disabling_ends_the_sessions_of_that_user_alone) {
    BOOST_REQUIRE(users.add(a_user("amina")).has_value());
    BOOST_REQUIRE(users.add(a_user("karim")).has_value());
    users.begin_session("hash a", a_session("amina"));
    users.begin_session("hash k", a_session("karim"));
    BOOST_REQUIRE(users.disable("amina").has_value());
    BOOST_TEST(users.find("amina")->disabled);
    BOOST_TEST(!users.session("hash a", now).has_value());
    BOOST_TEST(users.session("hash k", now).has_value());
    BOOST_TEST(PlainFile{file()}.one("SELECT count(*) FROM session") == "1");
    BOOST_TEST(refusal(users.disable("nadia")) == "user.unknown");
}

BOOST_AUTO_TEST_CASE(a_session_is_found_until_it_ends) {
    BOOST_REQUIRE(users.add(a_user()).has_value());
    users.begin_session("hash", a_session());
    const auto found = users.session("hash", now);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->login == "amina");
    BOOST_TEST((found->role == Role::facilitator));
    BOOST_TEST(found->csrf_token == "jeton");
    BOOST_TEST(found->expires_at == "2026-05-17T20:00:00Z");
    BOOST_TEST(!users.session("another hash", now).has_value());
    users.end_session("hash");
    BOOST_TEST(!users.session("hash", now).has_value());
    users.end_session("hash");
}

BOOST_AUTO_TEST_CASE(a_session_ends_at_its_hour) {
    BOOST_REQUIRE(users.add(a_user()).has_value());
    users.begin_session("hash", a_session());
    BOOST_TEST(users.session("hash", "2026-05-17T19:59:59Z").has_value());
    BOOST_TEST(!users.session("hash", "2026-05-17T20:00:00Z").has_value());
}

BOOST_AUTO_TEST_CASE(ended_sessions_are_forgotten_when_another_begins) {
    BOOST_REQUIRE(users.add(a_user()).has_value());
    users.begin_session("old", a_session());
    clock.at += std::chrono::hours{48};
    auto later = a_session();
    later.expires_at = "2026-05-20T00:00:00Z";
    users.begin_session("new", later);
    BOOST_TEST(PlainFile{file()}.one("SELECT count(*) FROM session") == "1");
}

BOOST_AUTO_TEST_CASE(the_right_of_a_session_is_that_of_the_user_today) {
    BOOST_REQUIRE(users.add(a_user("amina", Role::institution)).has_value());
    auto claims_more = a_session();
    claims_more.role = Role::administrator;
    users.begin_session("hash", claims_more);
    BOOST_TEST((users.session("hash", now)->role == Role::institution));
}

BOOST_AUTO_TEST_CASE(a_role_written_by_hand_that_is_none_gives_the_least_of_rights) {
    BOOST_REQUIRE(users.add(a_user("amina", Role::administrator)).has_value());
    PlainFile{file()}.run("UPDATE user SET role = 'grand chef'");
    BOOST_TEST((users.find("amina")->role == Role::institution));
}

BOOST_AUTO_TEST_CASE(the_first_administrator_is_created_once_by_the_link) {
    users.set_setup_token("hash of the link");
    BOOST_TEST(users.is_setup_token("hash of the link"));
    BOOST_TEST(!users.is_setup_token("guess"));
    const auto chief = a_user("chef", Role::administrator);
    BOOST_TEST(refusal(users.add_with_setup_token(chief, "guess")) == "access.page_expired");
    BOOST_TEST(!users.find("chef").has_value());
    BOOST_TEST(users.add_with_setup_token(chief, "hash of the link").has_value());
    BOOST_TEST(!users.is_setup_token("hash of the link"));
    BOOST_TEST(refusal(users.add_with_setup_token(a_user("intrus"), "hash of the link")) == "access.page_expired");
    BOOST_TEST(!users.find("intrus").has_value());
}

BOOST_AUTO_TEST_CASE(a_login_that_is_taken_does_not_use_the_link_up) {
    BOOST_REQUIRE(users.add(a_user()).has_value());
    users.set_setup_token("hash");
    BOOST_TEST(refusal(users.add_with_setup_token(a_user(), "hash")) == "user.exists");
    BOOST_TEST(users.is_setup_token("hash"));
}

BOOST_AUTO_TEST_CASE(a_new_link_replaces_the_old) {
    users.set_setup_token("old");
    users.set_setup_token("new");
    BOOST_TEST(!users.is_setup_token("old"));
    BOOST_TEST(users.is_setup_token("new"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_log_of_who_did_what, EmptyStore)

BOOST_AUTO_TEST_CASE(entries_are_read_back_in_order_and_the_chain_holds) {
    BOOST_TEST(!store->audit().first_broken().has_value());
    store->audit().add("2026-05-17T12:00:00Z", "amina", "user.add", "karim");
    store->audit().add("2026-05-17T12:01:00Z", "karim", "responses.export", "sante-2026");
    const auto all = store->audit().all();
    BOOST_REQUIRE_EQUAL(all.size(), 2U);
    BOOST_TEST(all[0].seq == 1);
    BOOST_TEST(all[1].at == "2026-05-17T12:01:00Z");
    BOOST_TEST(all[1].who == "karim");
    BOOST_TEST(all[1].what == "responses.export");
    BOOST_TEST(all[1].subject == "sante-2026");
    BOOST_TEST(!store->audit().first_broken().has_value());
}

BOOST_AUTO_TEST_CASE(the_hash_is_sha256_over_the_hash_before_and_the_entry) {
    // printf '0:1:120:2026-05-17T12:00:00Z5:amina8:user.add5:karim' | sha256sum
    // The second: printf '64:<first hash>1:220:2026-05-17T12:01:00Z5:karim8:user.add0:' | sha256sum
    store->audit().add("2026-05-17T12:00:00Z", "amina", "user.add", "karim");
    store->audit().add("2026-05-17T12:01:00Z", "karim", "user.add", "");
    BOOST_TEST(store->audit().all().at(0).hash == "20cc1e43d7f2fa12d144b7ef30aac678df52a34c2d9ba8a09b3b5afe32b56d62");
    BOOST_TEST(store->audit().all().at(1).hash == "e12d40beda24c42ca68adb7e1d8061044373e30d1a68563dc3854c1af09b1e38");
}

BOOST_AUTO_TEST_CASE(the_file_refuses_changes_of_the_log) {
    store->audit().add("2026-05-17T12:00:00Z", "amina", "user.add", "karim");
    PlainFile plain{file()};
    BOOST_TEST(plain.run("UPDATE audit_entry SET who = 'personne'") != SQLITE_OK);
    BOOST_TEST(plain.run("DELETE FROM audit_entry") != SQLITE_OK);
}

BOOST_AUTO_TEST_CASE(a_change_by_force_shows_at_its_place) {
    for (int minute = 10; minute < 15; ++minute)
        store->audit().add("2026-05-17T12:" + std::to_string(minute) + ":00Z", "amina", "responses.export", "sante");
    const std::string by_force = "DROP TRIGGER audit_entry_never_changes; DROP TRIGGER audit_entry_never_goes;";
    const struct {
        std::string change;
        std::int64_t broken;
    } cases[] = {
        {"UPDATE audit_entry SET who = 'karim' WHERE seq = 3", 3},
        {"UPDATE audit_entry SET subject = 'autre' WHERE seq = 1", 1},
        {"UPDATE audit_entry SET hash = upper(hash) WHERE seq = 5", 5},
        {"DELETE FROM audit_entry WHERE seq = 2", 2},
        {"DELETE FROM audit_entry WHERE seq = 1", 1},
        {"DELETE FROM audit_entry WHERE seq >= 4", 4},
        {"DELETE FROM audit_entry", 1},
        {"UPDATE audit_entry SET seq = 9 WHERE seq = 5", 5},
    };
    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.change) {
            const EmptyFolder copy;
            PlainFile{file()}.run("VACUUM INTO '" + (copy.path / "ecoute.db").string() + "'");
            BOOST_REQUIRE(PlainFile{copy.path / "ecoute.db"}.run(by_force + each.change) == SQLITE_OK);
            const auto tampered = open_sqlite_store(copy.path, clock);
            BOOST_TEST(tampered->audit().first_broken().value_or(0) == each.broken);
        }
    }
    BOOST_TEST(!store->audit().first_broken().has_value());
}

BOOST_AUTO_TEST_CASE(fields_cannot_flow_into_each_other) {
    store->audit().add("2026-05-17T12:00:00Z", "ab", "c", "");
    PlainFile plain{file()};
    plain.run("DROP TRIGGER audit_entry_never_changes; UPDATE audit_entry SET who = 'a', what = 'bc'");
    BOOST_TEST(store->audit().first_broken().value_or(0) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage
