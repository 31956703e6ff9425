package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.files.DelimitedText;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of files and labels can replace folders. */
class ImageListTest {

  @TempDir private Path directory;

  @BeforeEach
  void paint() throws IOException {
    for (int i = 0; i < 6; i++) {
      Path file = directory.resolve("photos").resolve(i + ", \"ä\".png");
      Files.createDirectories(file.getParent());
      Files.write(file, Golden.png(i, 40, 40));
    }
  }

  private ImageFolder open(String name, String text) throws IOException {
    return ImageFolder.open(Files.writeString(directory.resolve(name), text), 0, 0);
  }

  private static List<String> names(List<LabeledImage> images) {
    return images.stream()
        .map(image -> image.file().getFileName().toString().charAt(0) + "=" + image.label())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/0%s,b\nphotos/1%s,a\nphotos/2%s,a\n",
        "\ufefffile,label\r\nphotos/0%s,b\r\n\r\nphotos/1%s,\"a\"\r\nphotos/2%s,a",
        "Class,width,Path\nb,40,photos/0%s\na,40,photos/1%s\na,,photos/2%s\n"
      })
  void csv_withColumnsInAnyOrder_isRead(String text) throws IOException {
    ImageFolder folder =
        open("list.csv", text.replace("photos/", "\"photos/").replace("%s", ", \"\"ä\"\".png\""));

    assertEquals(List.of("a", "b"), folder.labels());
    assertEquals(List.of("1=0", "2=0", "0=1"), names(folder.training()));
    assertEquals(List.of(), folder.problems());
  }

  @Test
  void tsv_withParts_isSplitAccordingly() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.write(directory.resolve(i + ".png"), Golden.png(10 + i, 40, 40));
    }
    ImageFolder folder = open("l.tsv", "0.png\ta, b\ttrain\n1.png\tc\ttraining\n2.png\tc\ttest\n");

    assertEquals(List.of("a, b", "c"), folder.labels());
    assertEquals(List.of("0=0", "1=1"), names(folder.training()));
    assertEquals(List.of("2=1"), names(folder.test()));
  }

  @Test
  void jsonLines_withParts_isSplitAccordingly() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> parts = List.of("train", "train", "validation", "VAL", "test", "test");
    for (int i = 0; i < 6; i++) {
      text.append("{\"file\": \"photos/" + i + ", \\\"\\u00e4\\\".png\", \"label\": \"");
      text.append(i % 2 == 0 ? "a" : "b").append("\", \"split\": \"").append(parts.get(i));
      text.append("\", \"extra\": {\"x\": [1]}}\n");
    }
    ImageFolder folder = open("list.jsonl", text.toString());

    assertEquals(List.of("0=0", "1=1"), names(folder.training()));
    assertEquals(List.of("2=0", "3=1"), names(folder.validation()));
    assertEquals(List.of("4=0", "5=1"), names(folder.test()));
  }

  @Test
  void repeatedLine_countsOnce() throws IOException {
    String first = "\"photos/0, \"\"ä\"\".png\",a\n";
    ImageFolder folder = open("l.csv", first + "\"photos/1, \"\"ä\"\".png\",b\n" + first);

    assertEquals(2, folder.training().size());
    ImageFolder contrary =
        open(
            "m.csv",
            first
                + "\"photos/1, \"\"ä\"\".png\",b\n"
                + "\"photos/2, \"\"ä\"\".png\",a\n"
                + "\"photos/0, \"\"ä\"\".png\",b\n");
    assertEquals(2, contrary.training().size());
    assertEquals(2, contrary.copies().size());
  }

  @Test
  void headerAfterABlankLine_isRecognized() throws IOException {
    String lines = "\"photos/0, \"\"ä\"\".png\",a,train\n\"photos/1, \"\"ä\"\".png\",b,train\n";
    assertEquals(2, open("l.csv", "\nfile,label,part\n" + lines).training().size());
  }

  @Test
  void missingFile_isAProblem() throws IOException {
    ImageFolder folder =
        open("l.csv", "\"photos/0, \"\"ä\"\".png\",a\n\"photos/1, \"\"ä\"\".png\",b\nno.png,b\n");

    assertEquals(2, folder.training().size());
    assertEquals(directory.resolve("no.png"), folder.problems().get(0).file());
    assertEquals("cannot be read: there is no such file", folder.problems().get(0).message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list.csv | a.png | line 1 names no label",
        "list.csv | a.png,x;,y | line 2 names no file",
        "list.csv | a.png,x;\"b.png,y | line 2 has a quoted value that does not end",
        "list.csv | a.png,x;\"b\".png,y | line 2 has text after a quoted value",
        "list.csv | a.png,x,train;b.png,y | line 2 names no part, but earlier lines do",
        "list.csv | a.png,x;b.png,y,test | line 2 names a part, but earlier lines do not",
        "list.csv | a.png,x,held | line 1 has the unknown part \"held\"",
        "list.csv | a\0.png,x | line 1 has an invalid file name",
        "list.jsonl | a.png,x | line 1 is not a JSON object",
        "list.jsonl | [1] | line 1 is not a JSON object",
        "list.jsonl | {\"file\": \"a\"} | line 1 names no label",
        "list.csv | '' | has no class with usable images for training in 0 lines",
        "list.csv | a.png,x;b.png,y | has no class with usable images for training in 2 lines"
      })
  void invalidLine_isNamed(String name, String text, String expected) {
    String lines = text.replace(";", "\n").replace("\\0", "\0");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> open(name, lines), expected);

    assertTrue(e.getMessage().startsWith(directory.resolve(name) + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().contains("expected a line \"file,label\""), e.getMessage());
  }

  @Test
  void bytesThatAreNotUtf8_areRefused() throws IOException {
    Path list =
        Files.write(
            directory.resolve("list.csv"), "\u00e4.png,x".getBytes(StandardCharsets.ISO_8859_1));
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> ImageFolder.open(list, 0, 0));
    assertTrue(e.getMessage().contains("is not text in UTF-8"), e.getMessage());
  }

  @Test
  void values_ofALine_followRfc4180() {
    assertEquals(List.of("a", "", "b c "), DelimitedText.values("a,,b c ", ','));
    assertEquals(List.of("a,\"b\"", ""), DelimitedText.values("\"a,\"\"b\"\"\",", ','));
    assertEquals(List.of("a", "\"b"), DelimitedText.values("a\t\"\"\"b\"", '\t'));
    assertEquals(List.of(""), DelimitedText.values("", ','));
  }
}
