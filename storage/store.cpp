#include "storage/store.hpp"

#include <array>
#include <future>

namespace ecoute::storage {
namespace {

struct RoleName {
    Role role;
    std::string_view name;
};
constexpr std::array role_names{
    RoleName{Role::administrator, "administrator"},
    RoleName{Role::facilitator, "facilitator"},
    RoleName{Role::institution, "institution"},
    RoleName{Role::coach, "coach"},
};

}  // namespace

std::string_view name(Role role) noexcept {
    for (const auto& row : role_names)
        if (row.role == role) return row.name;
    return {};
}

std::optional<Role> role(std::string_view name) noexcept {
    for (const auto& row : role_names)
        if (row.name == name) return row.role;
    return std::nullopt;
}

std::vector<Result<Kept>> Responses::keep_and_wait(std::vector<NewResponse> responses) {
    // Shared with the writer's thread, which is still inside set_value for a moment after the outcome is known here.
    auto answered = std::make_shared<std::promise<std::vector<Result<Kept>>>>();
    auto outcome = answered->get_future();
    keep(std::move(responses), [answered](std::exception_ptr fault, std::vector<Result<Kept>> outcomes) {
        if (fault)
            answered->set_exception(std::move(fault));
        else
            answered->set_value(std::move(outcomes));
    });
    return outcome.get();
}

void Responses::read_answers(std::string_view campaign, std::int64_t after_seq,
                             const std::function<bool(const AnswersRow&)>& row) {
    read(campaign, after_seq, [&row](const StoredResponse& response) {
        return row({.seq = response.seq,
                    .refusal = response.refusal,
                    .form_version = response.form_version,
                    .id = response.id,
                    .answers = response.answers});
    });
}

}  // namespace ecoute::storage
