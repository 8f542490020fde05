#define BOOST_TEST_MODULE ecoute
#include <boost/test/unit_test.hpp>
