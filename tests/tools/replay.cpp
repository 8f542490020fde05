// Runs a fuzzer's kept inputs once each, without a fuzzing engine: what was found stays found. The words of the command line
// are folders of inputs (tests/fuzz/corpus/NAME).
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** words) {
    int inputs = 0;
    for (int i = 1; i < count; ++i) {
        for (const auto& file : std::filesystem::directory_iterator(words[i])) {
            std::ifstream stream(file.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
            std::printf("%s\n", file.path().c_str());
            std::fflush(stdout);  // the last line names the input that ends it
            (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++inputs;
        }
    }
    if (inputs == 0) std::fprintf(stderr, "no input was found\n");
    return inputs == 0 ? 1 : 0;
}
