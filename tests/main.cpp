// The one main of the test program; see README.md for the tags.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
