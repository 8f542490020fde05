#include "server/cli/shell.hpp"

int main(int argc, char** argv) { return ecoute::server::cli::run(argc, argv); }
