#pragma once

namespace CLI {
class App;
}

namespace ecoute::server::cli {

class Shell;

/// `ecoute responses attachments --campaign ID --to DIR`: photos, voices and files of the answers, each named after its response.
void add_responses_attachments(CLI::App& responses, Shell& shell);

}  // namespace ecoute::server::cli
