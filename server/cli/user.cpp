#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "server/access.hpp"
#include "server/cli/shell.hpp"

namespace ecoute::server::cli {
namespace {

/// One line of standard input; on a terminal it is asked for and not echoed.
std::string read_password(const Shell& shell) {
    const bool terminal = isatty(STDIN_FILENO) != 0;
    termios before{};
    if (terminal) {
        std::cerr << shell.text("cli.user.password") << std::flush;
        tcgetattr(STDIN_FILENO, &before);
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
    std::string password;
    std::getline(std::cin, password);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        std::cerr << '\n';
    }
    return password;
}

int add(Shell& shell, const std::string& login, const std::string& role_name) {
    const auto password = read_password(shell);
    const auto acceptable = check_new_account(login, password);
    if (!acceptable) return shell.refuse(acceptable.error());
    auto store = shell.open_store();
    const auto added = store->users().add({.login = login, .password_hash = hash_password(password),
                                           .role = *storage::role(role_name), .created_at = shell.now()});
    if (!added) return shell.refuse(added.error());
    store->audit().add(shell.now(), Shell::who(), "user.add", login);
    shell.say("cli.user.added", {{"login", login}, {"role", shell.text("cli.role." + role_name)}});
    return done;
}

int list(Shell& shell) {
    auto store = shell.open_store();
    for (const auto& user : store->users().all())
        std::cout << user.login << '\t' << storage::name(user.role) << '\t' << (user.disabled ? "disabled" : "active") << '\n';
    return done;
}

int disable(Shell& shell, const std::string& login) {
    auto store = shell.open_store();
    const auto disabled = store->users().disable(login);
    if (!disabled) return shell.refuse(disabled.error());
    store->audit().add(shell.now(), Shell::who(), "user.disable", login);
    shell.say("cli.user.disabled", {{"login", login}});
    return done;
}

}  // namespace

void add_user(CLI::App& app, Shell& shell) {
    auto* user = app.add_subcommand("user", shell.text("cli.user.about"))->require_subcommand(1);
    user->fallthrough();
    auto login = std::make_shared<std::string>();
    auto role = std::make_shared<std::string>("facilitator");

    auto* adding = user->add_subcommand("add", shell.text("cli.user.add.about"))->fallthrough();
    adding->add_option("login,--login", *login)->required()->type_name("LOGIN");
    adding->add_option("--role", *role)->check(CLI::IsMember({"administrator", "facilitator", "institution", "coach"}));
    adding->callback([&shell, login, role] { shell.action = [&shell, login, role] { return add(shell, tidy_login(*login), *role); }; });

    auto* listing = user->add_subcommand("list", shell.text("cli.user.list.about"))->fallthrough();
    listing->callback([&shell] { shell.action = [&shell] { return list(shell); }; });

    auto* disabling = user->add_subcommand("disable", shell.text("cli.user.disable.about"))->fallthrough();
    disabling->add_option("login,--login", *login)->required()->type_name("LOGIN");
    disabling->callback([&shell, login] { shell.action = [&shell, login] { return disable(shell, tidy_login(*login)); }; });
}

}  // namespace ecoute::server::cli
