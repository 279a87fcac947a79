"""Does structure.py see functions, parameters and nesting where a reader sees them?"""

import unittest

from source import Source, code_only
from structure import structure_of


def functions(text):
    return structure_of(Source("core/base/x.cpp", text)).functions


def declarations(text):
    return structure_of(Source("core/base/x.h", text)).declarations


class CodeOnly(unittest.TestCase):
    def test_comments_strings_and_macros_hold_no_code(self):
        text = 'int a; // {\n/* { */ auto s = "{\\"";\nchar c = \'{\';\n#define X {\n'
        self.assertNotIn("{", code_only(text))

    def test_raw_strings_end_at_their_own_mark(self):
        self.assertEqual(code_only('f(R"x(")" {)x"); }').count("{"), 0)
        self.assertEqual(code_only('f(R"x(")" {)x"); }').count("}"), 1)

    def test_digit_separators_open_no_character(self):
        self.assertIn("{", code_only("int a = 1'000'000; void f() { g('x'); }"))

    def test_offsets_stay(self):
        text = 'int a; // Grüße\nauto s = R"(\n)";\n'
        self.assertEqual(len(code_only(text)), len(text))
        self.assertEqual(code_only(text).count("\n"), text.count("\n"))


class Functions(unittest.TestCase):
    def only(self, text):
        found = functions(text)
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_lines_count_from_the_signature_to_the_closing_brace(self):
        found = self.only("namespace a {\n\n// Why.\nint f(\n    int x) {\n    return x;\n}\n}\n")
        self.assertEqual((found.name, found.first_line, found.last_line), ("f", 4, 7))

    def test_labels_and_template_heads_belong_to_no_function(self):
        found = self.only("class A {\npublic:\n    template <class T, class U>\n"
                          "    void f(T t) {}\n};")
        self.assertEqual((found.name, found.first_line, found.parameter_count), ("f", 3, 1))

    def test_parameters_are_counted_outside_of_template_arguments(self):
        found = self.only("std::map<int, int> f(std::map<int, int> a, std::function<void(int, int)>"
                          " b, int c = g(1, 2), D d = {1, 2}) {}")
        self.assertEqual((found.name, found.parameter_count), ("f", 4))

    def test_a_constructor_with_brace_initialisers_is_one_function(self):
        found = self.only("A::A(int a, int b) : base_{a}, list_{{1, 2}}, b_(b) {\n    f();\n}")
        self.assertEqual((found.name, found.parameter_count, found.last_line), ("A::A", 2, 3))

    def test_operators_have_parameters_behind_their_name(self):
        found = self.only("bool A::operator()(int a, int b, int c) const noexcept { return a; }")
        self.assertEqual(found.parameter_count, 3)
        self.assertEqual(self.only("bool operator<(A a, A b) { return true; }").parameter_count, 2)

    def test_types_and_values_are_no_functions(self):
        self.assertEqual(functions("struct A : B<int, int> { int x = 1; };"), [])
        self.assertEqual(functions("const A kA{1, {2, 3}};\nconst int kB[] = {f(1)};"), [])
        self.assertEqual(functions("enum class [[nodiscard]] E : int { a, b };"), [])

    def test_test_cases_are_functions(self):
        self.assertEqual(self.only('TEST_CASE("a", "[b]") {\n    CHECK(1);\n}').last_line, 3)


class Nesting(unittest.TestCase):
    def depth(self, body):
        found = functions("void f() {\n" + body + "\n}")
        self.assertEqual(len(found), 1, found)
        return found[0].nesting

    def test_control_blocks_and_lambdas_nest(self):
        self.assertEqual(self.depth("g();"), 0)
        self.assertEqual(self.depth("if (a) { for (;;) { while (b) {} } } else { c(); }"), 3)
        self.assertEqual(self.depth("if (a) { each(v, [&](int x) { if (x) { y(); } }); }"), 3)
        self.assertEqual(self.depth("const auto g = [] { return 1; };"), 1)

    def test_cases_and_values_do_not_nest(self):
        self.assertEqual(self.depth("switch (a) { case B::c: { g(); } default: { h(); } }"), 1)
        self.assertEqual(self.depth("g({{1, 2}, {3, 4}}); A a{1}; return {a, {b}};"), 0)
        self.assertEqual(self.depth("if (A{1} == a) { g(B{{2}}); }"), 1)

    def test_a_local_type_counts_for_itself(self):
        found = functions("void f() {\n if (a) {\n struct B { void g() { if (c) {} } };\n }\n}")
        self.assertEqual({(f.name, f.nesting) for f in found}, {("f", 1), ("g", 1)})


class Declarations(unittest.TestCase):
    def test_functions_and_variables_are_told_apart(self):
        found = declarations("int f(int a, int b = {});\nextern int x;\nusing A = B<int(int)>;")
        self.assertEqual([(d.name, d.parameter_count) for d in found], [("f", 2), ("", 0), ("", 0)])

    def test_only_the_private_part_of_a_class_is_called_class(self):
        found = declarations("class A {\n  int a_;\npublic:\n  int b;\nprivate:\n  int c_;\n};")
        self.assertEqual([(d.scope, d.line) for d in found],
                         [("class", 2), ("struct", 4), ("class", 6)])


if __name__ == "__main__":
    unittest.main()
