package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands take images from standard input, lists and folders, and explain names that they refuse.
 */
class ImageInputTest {

  @TempDir Path directory;

  private static MainTest.Outcome classify(String... arguments) {
    Stream<String> common =
        Stream.of("classify", "--model", "untrained", "--size", "64x64", "--top", "1");
    return MainTest.run(Stream.concat(common, Stream.of(arguments)).toArray(String[]::new));
  }

  private static MainTest.Outcome classify(byte[] input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return classify(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private static List<String> images(MainTest.Outcome outcome) {
    return outcome.objects().stream().map(result -> result.get("image").getAsString()).toList();
  }

  private Path flower(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.copy(Fixtures.flower(), file);
  }

  @Test
  void dash_isTheImageOnStandardInput() throws IOException {
    byte[] flower = Files.readAllBytes(Fixtures.flower());
    MainTest.Outcome piped = classify(flower, "--format", "json", "-");
    MainTest.Outcome file = classify("--format", "json", Fixtures.flower().toString());

    assertEquals(0, piped.code(), piped.err());
    assertEquals(List.of("-"), images(piped));
    assertEquals(
        file.objects().get(0).get("predictions"), piped.objects().get(0).get("predictions"));
  }

  @Test
  void dash_withoutAnImage_failsAndSaysWhere() {
    MainTest.Outcome empty = classify(new byte[0], "-");
    assertEquals(1, empty.code());
    assertTrue(empty.err().contains("standard input"), empty.err());
  }

  @Test
  void dash_worksForOtherCommands() throws IOException {
    byte[] flower = Files.readAllBytes(Fixtures.flower());
    String[] explain = {"explain", "--model", "untrained", "--format", "json", "-"};
    String[] features = {"features", "--model", "untrained", "--size", "64x64", "-"};
    for (String[] command : List.of(explain, features)) {
      InputStream before = System.in;
      System.setIn(new ByteArrayInputStream(flower));
      MainTest.Outcome outcome = MainTest.run(command);
      System.setIn(before);
      assertEquals(0, outcome.code(), outcome.err());
      assertEquals(1, outcome.out().lines().count());
    }
  }

  @Test
  void dash_withAPage_isRefused() {
    MainTest.Outcome outcome = classify("--html", directory.resolve("a.html").toString(), "-");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--html shows files"), outcome.err());
  }

  @Test
  void filesFrom_takesOneNamePerLine_withSpacesAndFolders() throws IOException {
    Path spaced = flower("my photos/a flower.jpg");
    Path other = flower("folder/b.jpg");
    String lines = "\ufeff" + spaced + "\r\n\n" + other.getParent() + "\n";
    Path list = Files.writeString(directory.resolve("list.txt"), lines);

    MainTest.Outcome outcome = classify("--format", "json", "--files-from", list.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(List.of(spaced.toString(), other.toString()), images(outcome));
    MainTest.Outcome piped =
        classify((spaced + "\n").getBytes(), "--format", "json", "--files-from", "-");
    assertEquals(List.of(spaced.toString()), images(piped));
  }

  @Test
  void filesFrom_standardInputForBoth_isRefused() {
    MainTest.Outcome outcome = classify(new byte[0], "--files-from", "-", "-");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("not both"), outcome.err());
  }

  @Test
  void recursive_takesNestedFolders() throws IOException {
    Path top = flower("photos/top.jpg");
    Path deep = flower("photos/2024/may/deep.jpg");
    String photos = directory.resolve("photos").toString();

    assertEquals(List.of(top.toString()), images(classify("--format", "json", photos)));
    MainTest.Outcome all = classify("--format", "json", "--recursive", photos);
    assertEquals(List.of(deep.toString(), top.toString()), images(all).stream().sorted().toList());
    assertEquals(2, images(classify("--format", "json", "-r", photos)).size());
  }

  @ParameterizedTest
  @CsvSource({
    "~/photo.jpg, home directory",
    "photos-of-nobody/*.jpg, name the directory",
    "photos-of-nobody/[ab].jpg, name the directory"
  })
  void unexpandedNames_getAHint(String name, String hint) {
    MainTest.Outcome outcome = classify(name);
    assertEquals(1, outcome.code());
    assertEquals(2, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(hint), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/a.jpg", "HTTP://example.com/a.jpg"})
  void addresses_areNotDownloaded(String address) {
    MainTest.Outcome outcome = classify(address);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("images are not downloaded"), outcome.err());
    assertTrue(outcome.err().contains("| inception-v2 classify -"), outcome.err());
  }

  @Test
  void addressesOfFiles_areAnsweredWithTheirPath() {
    MainTest.Outcome outcome = classify("file:///photos/a%20b.jpg");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("such as /photos/a b.jpg"), outcome.err());
  }

  @Test
  void help_isACommand() {
    MainTest.Outcome outcome = MainTest.run("help", "classify");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("Usage: inception-v2 classify"), outcome.out());
  }
}
