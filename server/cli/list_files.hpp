#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "server/campaign_lists.hpp"

namespace ecoute::server::cli {

class Shell;

/// The lists that `campaign create` and `campaign update` bring: those named by --list NAME=FILE, then those that the document attaches and
/// whose CSV file stands in the folder of `form`. Says why and gives the exit status in `status` when there is none to give.
struct ListFiles {
    int status = 0;
    std::vector<ListFile> files;
};
ListFiles list_files(const Shell& shell, const std::vector<std::string>& options, const std::string& form, std::string_view document);

}  // namespace ecoute::server::cli
