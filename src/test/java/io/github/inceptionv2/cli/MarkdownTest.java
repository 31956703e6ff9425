package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "golden-retriever, old => golden-retriever, old",
        "<script>alert(1)</script> => &lt;script&gt;alert\\(1\\)&lt;/script&gt;",
        "a|b => a\\|b",
        "[a](http://b) => \\[a\\]\\(http\\://b\\)",
        "![a] => \\!\\[a\\]",
        "*a* _b_ `c` => \\*a\\* \\_b\\_ \\`c\\`",
        "www.a.b => www\\.a\\.b",
        "a\\|b => a\\\\\\|b",
        "&lt; => &amp;lt;"
      })
  void text_markup_isShownAsItIs(String text, String expected) {
    assertEquals(expected, Markdown.text(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n# b",
        "a\r# b",
        "a\u0085# b",
        "a\u2028# b",
        "a\u202e# b",
        "a\u0000# b",
        "a\u001b# b"
      })
  void text_lineBreaksAndControls_becomeSpaces(String text) {
    assertEquals("a \\# b", Markdown.text(text));
  }
}
