# What the folders of src/ are built with: one function a kind of thing.

add_library(chappe_options INTERFACE)
target_compile_options(chappe_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual>)
if(CHAPPE_SANITIZE)
  add_compile_options(-fsanitize=${CHAPPE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CHAPPE_SANITIZE})
endif()

# The headers that nearly every file includes, compiled once for tests and fuzzers (a fifth less of their
# build). The program is built without them, so a file that forgets an include does not compile there.
if(CHAPPE_TESTS)
  set(common_headers <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <sstream>
    <string> <string_view> <unordered_map> <utility> <variant> <vector>)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/headers.cc CONTENT "// Made by cmake/chappe.cmake: compiles the common headers.\n")
  add_library(chappe_headers OBJECT ${CMAKE_BINARY_DIR}/headers.cc)
  # Without the time of the headers in it, a compiler cache knows the file again.
  target_compile_options(chappe_options INTERFACE "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  target_link_libraries(chappe_headers PRIVATE chappe_options)
  target_precompile_headers(chappe_headers PRIVATE ${common_headers})
  add_library(chappe_test_headers OBJECT ${CMAKE_BINARY_DIR}/headers.cc)
  target_link_libraries(chappe_test_headers PRIVATE chappe_options GTest::gtest)
  target_precompile_headers(chappe_test_headers PRIVATE ${common_headers} <gtest/gtest.h>)
endif()

# chappe_module(read SOURCES a.cc TESTS a_test.cc USES chappe::news LINKS PkgConfig::pugixml)
#
# A module is a folder and a library. USES are our modules that its headers show to others; LINKS are
# libraries that stay inside. TESTS become the program NAME_test.
function(chappe_module name)
  cmake_parse_arguments(PARSE_ARGV 1 module "" "" "SOURCES;TESTS;USES;LINKS")
  add_library(chappe_${name} STATIC ${module_SOURCES})
  add_library(chappe::${name} ALIAS chappe_${name})
  target_include_directories(chappe_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(chappe_${name}
    PUBLIC ${module_USES}
    PRIVATE chappe_options ${module_LINKS})
  if(CHAPPE_TESTS)
    target_precompile_headers(chappe_${name} REUSE_FROM chappe_headers)
  endif()
  if(CHAPPE_TESTS AND module_TESTS)
    add_executable(${name}_test ${module_TESTS})
    target_compile_definitions(${name}_test PRIVATE CHAPPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name}_test PRIVATE
      chappe_options chappe::${name} ${module_LINKS} GTest::gtest GTest::gtest_main)
    target_precompile_headers(${name}_test REUSE_FROM chappe_test_headers)
    gtest_discover_tests(${name}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
  endif()
endfunction()

# chappe_embed(TARGET NAME FILES file...)
#
# Puts files into the program, so that it is one file to copy. FILES are relative to the source root;
# the program sees them as `std::span<const EmbeddedFile> NAME()` (base/embedded.h), names as given.
function(chappe_embed target name)
  cmake_parse_arguments(PARSE_ARGV 2 embed "" "" "FILES")
  set(assembler "${CMAKE_CURRENT_BINARY_DIR}/${name}_bytes.S")
  set(table "${CMAKE_CURRENT_BINARY_DIR}/${name}.cc")
  set(bytes "    .section .rodata\n")
  set(externs "")
  set(rows "")
  set(number 0)
  foreach(file IN LISTS embed_FILES)
    set(symbol "chappe_${name}_${number}")
    string(APPEND bytes "    .balign 16\n    .global ${symbol}\n    .global ${symbol}_end\n"
      "${symbol}:\n    .incbin \"${CMAKE_SOURCE_DIR}/${file}\"\n${symbol}_end:\n    .byte 0\n")
    string(APPEND externs "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND rows "        {\"${file}\", {${symbol}, ${symbol}_end}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND bytes "    .section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT "${assembler}" CONTENT "${bytes}" @ONLY)
  file(CONFIGURE OUTPUT "${table}" @ONLY CONTENT "// Made by cmake/chappe.cmake.
#include \"base/embedded.h\"
${externs}
namespace chappe {
std::span<const EmbeddedFile> ${name}();
std::span<const EmbeddedFile> ${name}() {
    static const EmbeddedFile files[] = {
${rows}    };
    return files;
}
}  // namespace chappe
")
  list(TRANSFORM embed_FILES PREPEND "${CMAKE_SOURCE_DIR}/")
  set_source_files_properties("${assembler}" PROPERTIES OBJECT_DEPENDS "${embed_FILES}")
  target_sources(${target} PRIVATE "${assembler}" "${table}")
endfunction()
