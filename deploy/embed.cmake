# embed(NAME "file;file"): the files become part of the program. Sets NAME_SOURCES to add to a target, and makes a header
# "NAME.hpp" with `std::span<const ecoute::Embedded> NAME()`, files in the given order, named relative to the calling folder.
function(embed name files)
    set(assembly "\t.section .rodata\n")
    set(declarations "")
    set(rows "")
    set(number 0)
    foreach(file IN LISTS files)
        file(RELATIVE_PATH short ${CMAKE_CURRENT_SOURCE_DIR} ${file})
        set(symbol "${name}_${number}")
        string(APPEND assembly "\t.global ${symbol}_begin\n\t.global ${symbol}_end\n${symbol}_begin:\n\t.incbin \"${file}\"\n${symbol}_end:\n\t.byte 0\n")
        string(APPEND declarations "extern \"C\" const char ${symbol}_begin[], ${symbol}_end[];\n")
        string(APPEND rows "        {\"${short}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    string(APPEND assembly "\t.section .note.GNU-stack,\"\",@progbits\n")
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
    file(GENERATE OUTPUT ${folder}/${name}.S CONTENT "${assembly}")
    file(GENERATE OUTPUT ${folder}/${name}.cpp CONTENT
"#include \"${name}.hpp\"\n${declarations}
std::span<const ecoute::Embedded> ${name}() {
    static const ecoute::Embedded rows[] = {
${rows}        {{}, {}}};
    return {rows, ${number}};
}\n")
    file(GENERATE OUTPUT ${folder}/${name}.hpp CONTENT
"#pragma once\n#include <span>\n#include <string_view>\n
#ifndef ECOUTE_EMBEDDED\n#define ECOUTE_EMBEDDED
namespace ecoute {
/// A file that is part of the program.
struct Embedded {
    std::string_view name, bytes;
};
}
#endif
std::span<const ecoute::Embedded> ${name}();\n")
    set_source_files_properties(${folder}/${name}.S PROPERTIES OBJECT_DEPENDS "${files}")
    set(${name}_SOURCES ${folder}/${name}.S ${folder}/${name}.cpp PARENT_SCOPE)
    include_directories(${folder})
endfunction()
