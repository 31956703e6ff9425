package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {

  @TempDir Path directory;

  /** Other projects pin TensorFlow's ImageNetLabels.txt by this hash. */
  @Test
  void imageNet_resource_hasThePublishedHash() throws Exception {
    try (InputStream in = Labels.class.getResourceAsStream("labels/ImageNetLabels.txt")) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      assertEquals(
          "536feacc519de3d418de26b2effb4d75694a8c4c0063e36499a46fa8061e2da9",
          HexFormat.of().formatHex(hash));
    }
  }

  @Test
  void imageNet_knownClasses_haveTheirIndexes() {
    Labels labels = Labels.imageNet();

    assertEquals(1001, labels.size());
    assertEntry(labels, 0, "background", "");
    assertEntry(labels, 1, "tench", "n01440764");
    assertEntry(labels, 208, "golden retriever", "n02099601");
    assertEntry(labels, 653, "military uniform", "n03763968");
    assertEntry(labels, 1000, "toilet tissue", "n15075141");
  }

  @Test
  void imageNet_duplicateLabels_haveDifferentIds() {
    Labels labels = Labels.imageNet();

    assertEntry(labels, 135, "crane", "n02012849");
    assertEntry(labels, 518, "crane", "n03126707");
    assertEntry(labels, 639, "maillot", "n03710637");
    assertEntry(labels, 640, "maillot", "n03710721");
  }

  @Test
  void label_outOfRange_isRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> Labels.imageNet().label(1001));
    assertThrows(IndexOutOfBoundsException.class, () -> Labels.imageNet().wordNetId(-1));
  }

  @Test
  void load_windowsLineEndings_areNotPartOfLabels() throws Exception {
    Path file = Files.writeString(directory.resolve("labels.txt"), "daisy\r\nrosé\r\n");
    Labels labels = Labels.load(file);

    assertEquals(2, labels.size());
    assertEntry(labels, 1, "rosé", "");
  }

  @Test
  void load_byteOrderMark_isNotPartOfTheFirstLabel() throws Exception {
    Path file = Files.writeString(directory.resolve("labels.txt"), "\uFEFFdaisy\nrose\n");
    assertEquals("daisy", Labels.load(file).label(0));
  }

  @Test
  void load_latin1_isRefusedNamingTheFile() throws Exception {
    Path file = Files.write(directory.resolve("labels.txt"), new byte[] {'r', 'o', 's', -23, 10});
    var e = assertThrows(IOException.class, () -> Labels.load(file));
    assertEquals(file + " is not UTF-8; save it as UTF-8", e.getMessage());
  }

  @Test
  void load_blankLine_isRefusedNamingTheFile() throws Exception {
    Path file = Files.writeString(directory.resolve("labels.txt"), "daisy\n\nrose\n");
    var e = assertThrows(IllegalArgumentException.class, () -> Labels.load(file));
    assertEquals(file + ": label 1 is blank", e.getMessage());
  }

  @Test
  void of_nothing_isRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> Labels.of(List.of()));
    assertTrue(e.getMessage().contains("must not be empty"));
  }

  private static void assertEntry(Labels labels, int index, String label, String id) {
    assertEquals(label, labels.label(index));
    assertEquals(id, labels.wordNetId(index).orElse(""));
  }
}
