package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

  @TempDir Path directory;

  @Test
  void open_classes_sortsLabels_andImagesByLabelThenName() throws IOException {
    image("roses/b.png", 0);
    image("roses/a.png", 1);
    image("Tulips/c.png", 2);
    image("daisy/z.png", 3);
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(directory, folder.directory());
    assertEquals(List.of("Tulips", "daisy", "roses"), folder.labels());
    assertEquals(
        List.of(
            new LabeledImage(directory.resolve("Tulips/c.png"), 0),
            new LabeledImage(directory.resolve("daisy/z.png"), 1),
            new LabeledImage(directory.resolve("roses/a.png"), 2),
            new LabeledImage(directory.resolve("roses/b.png"), 2)),
        folder.training());
    assertEquals(List.of(), folder.validation());
    assertEquals(List.of(), folder.test());
    assertEquals(List.of(), folder.problems());
  }

  @Test
  void open_otherFiles_areIgnored() throws IOException {
    image("a/upper.PNG", 0);
    image("a/deep/er/photo.png", 1);
    image("a/.hidden.png", 2);
    image("a/.hidden/photo.png", 3);
    image(".git/photo.png", 4);
    image("loose.png", 5);
    image("a/photo.png.bak", 6);
    image("b/photo.jpeg", 7);
    Files.createDirectories(directory.resolve("empty"));
    Files.writeString(
        Files.createDirectories(directory.resolve("notes")).resolve("read.txt"), "text");
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(List.of("a", "b"), folder.labels());
    assertEquals(Set.of("upper.PNG", "photo.png", "photo.jpeg"), names(folder.training()));
    assertEquals(3, folder.training().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@eaDir",
        "#recycle",
        "__MACOSX",
        "$RECYCLE.BIN",
        "lost+found",
        ".thumbnails",
        ".@__thumb"
      })
  void open_systemFolders_areIgnoredEverywhere(String name) throws IOException {
    image("a/1.png", 1);
    image("b/2.png", 2);
    image(name + "/3.png", 3);
    image("a/" + name + "/4.png", 4);
    image("a/deep/" + name + "/5.png", 5);
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(List.of("a", "b"), folder.labels());
    assertEquals(Set.of("1.png", "2.png"), names(folder.training()));
    assertEquals(List.of(), folder.problems());
    assertEquals(2, ImageFolder.filesUnder(directory).size());
    assertEquals(List.of(), ImageFolder.filesIn(directory));
  }

  @Test
  void open_shortJpegSuffixes_areImages() throws IOException {
    for (String suffix : List.of("jfif", "jpe", "jif", "JFIF")) {
      image("a/" + suffix + "." + suffix, suffix.hashCode() & 0xfff);
      image("b/._" + suffix + "." + suffix, 1); // a companion file of macOS
    }
    image("b/1.png", 2);
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(5, folder.training().size());
    assertEquals(List.of(), folder.problems());
  }

  @Test
  void open_classWithoutImages_isNamed() throws IOException {
    image("a/1.png", 1);
    image("b/2.png", 2);
    Files.createDirectories(directory.resolve("empty"));
    write("broken/3.png", "text".getBytes());
    write("notes/read.txt", "text".getBytes());
    image("hidden/.4.png", 4);
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(List.of("a", "b"), folder.labels());
    List<String> problems = folder.problems().stream().map(Object::toString).toList();
    assertEquals(5, problems.size(), problems::toString);
    List<String> folders = List.of("broken", "empty", "hidden", "notes");
    for (int i = 0; i < folders.size(); i++) {
      assertEquals(
          directory.resolve(folders.get(i)) + " has no usable images and is not used as a class",
          problems.get(i + 1));
    }
  }

  @Test
  void open_linkToItself_isReportedAsALoop() throws IOException {
    image("a/1.png", 1);
    image("b/2.png", 2);
    Files.createSymbolicLink(directory.resolve("a/loop.jpg"), directory.resolve("a/loop.jpg"));
    Files.createSymbolicLink(directory.resolve("b/x.jpg"), directory.resolve("b/y.jpg"));
    Files.createSymbolicLink(directory.resolve("b/y.jpg"), directory.resolve("b/x.jpg"));
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(3, folder.problems().size());
    for (ImageFolder.Problem problem : folder.problems()) {
      assertEquals(
          "cannot be read: is in a loop of symbolic links; fix or remove the link",
          problem.message());
    }
  }

  @Test
  void filesUnder_link_givesPathsThroughTheLink() throws IOException {
    image("real/deep/b.PNG", 1);
    image("real/a.png", 2);
    write("real/c.txt", "text".getBytes());
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

    assertEquals(
        List.of(link.resolve("a.png"), link.resolve("deep/b.PNG")), ImageFolder.filesUnder(link));
  }

  @Test
  void filesUnder_linkLoopAndHiddenStart_terminates() throws IOException {
    image(".photos/a.png", 1);
    Path photos = directory.resolve(".photos");
    Files.createSymbolicLink(photos.resolve("circle"), photos);

    assertEquals(List.of(photos.resolve("a.png")), ImageFolder.filesUnder(photos));
    assertEquals(List.of(photos.resolve("a.png")), ImageFolder.filesIn(photos));
    assertThrows(IOException.class, () -> ImageFolder.filesUnder(directory.resolve("none")));
  }

  @Test
  void split_byContent_sharesAreAboutRight() throws IOException {
    paint(1000);
    ImageFolder folder = ImageFolder.open(directory, 0.2, 0.1);

    assertEquals(
        1000, folder.training().size() + folder.validation().size() + folder.test().size());
    assertEquals(700, folder.training().size(), 60);
    assertEquals(200, folder.validation().size(), 52);
    assertEquals(100, folder.test().size(), 40);
  }

  @Test
  void split_byDefault_isATenthEach() throws IOException {
    paint(300);
    ImageFolder byDefault = ImageFolder.open(directory);
    ImageFolder explicit = ImageFolder.open(directory, 0.1, 0.1);

    assertEquals(explicit.training(), byDefault.training());
    assertEquals(explicit.validation(), byDefault.validation());
    assertEquals(explicit.test(), byDefault.test());
    assertTrue(byDefault.test().size() > 10 && byDefault.validation().size() > 10);
  }

  /** The first bytes of a content's SHA-256 are the image's position between 0 and 1. */
  @Test
  void split_knownBytes_giveTheKnownPart() {
    assertEquals(
        SplitPart.TRAINING, new ContentSplit(0.1, 0.6).part(sha256("abc"))); // ba7816bf: 0.728
    assertEquals(SplitPart.VALIDATION, new ContentSplit(0.1, 0.7).part(sha256("abc")));
    assertEquals(SplitPart.TEST, new ContentSplit(0.1, 0.73).part(sha256("abc")));
  }

  private static byte[] sha256(String text) {
    return Digests.newSha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void open_samePhotographInTwoClasses_isLeftOutOfBoth() throws IOException {
    image("a/1.png", 1);
    image("a/2.png", 2);
    image("b/3.png", 3);
    image("b/copy.png", 2);
    Files.createSymbolicLink(directory.resolve("b/link.png"), directory.resolve("a/1.png"));
    image("a/4.png", 4);
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(Set.of("3.png", "4.png"), names(folder.training()));
    assertEquals(
        List.of("a/1.png", "a/2.png", "b/copy.png", "b/link.png"),
        folder.problems().stream()
            .map(problem -> directory.relativize(problem.file()).toString())
            .toList());
    assertEquals(
        "has the same content as "
            + directory.resolve("b/copy.png")
            + ", which is in class \"b\"; keep it only in the correct class",
        folder.problems().get(1).message());
  }

  @Test
  void open_samePhotographInTwoParts_isKeptForEvaluation() throws IOException {
    image("train/a/1.png", 1);
    image("train/a/2.png", 2);
    image("train/a/3.png", 3);
    image("train/b/4.png", 4);
    image("train/b/again.png", 4);
    image("validation/a/5.png", 2);
    image("validation/a/6.png", 3);
    image("test/a/7.png", 3);
    image("test/b/8.png", 8);
    ImageFolder folder = ImageFolder.open(directory);

    assertEquals(Set.of("1.png", "4.png", "again.png"), names(folder.training()));
    assertEquals(Set.of("5.png"), names(folder.validation()));
    assertEquals(Set.of("7.png", "8.png"), names(folder.test()));
    assertEquals(3, folder.problems().size(), () -> "" + folder.problems());
    assertTrue(folder.problems().get(0).message().contains("which is kept for validation; an"));
    assertTrue(folder.problems().get(1).message().contains("which is kept for test; an"));
  }

  @Test
  void open_classWithOnlyCopies_saysSo() throws IOException {
    image("train/a/1.png", 1);
    image("train/b/2.png", 2);
    image("test/b/3.png", 2);
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> ImageFolder.open(directory));

    assertTrue(e.getMessage().contains("only the class {a=1} with usable images"), "" + e);
    assertTrue(e.getMessage().contains("1 files were left out; the first: "), "" + e);
    assertTrue(e.getMessage().contains("which is kept for test"), "" + e);
  }

  @Test
  void split_filesRenamedMovedAndAdded_keepTheirPart() throws IOException {
    paint(200);
    Map<String, SplitPart> before = parts(ImageFolder.open(directory, 0.2, 0.2));
    for (int i = 200; i < 260; i++) {
      image("c/new " + i + ".png", i);
    }
    for (Path file : files(directory.resolve("a"))) {
      Files.move(file, directory.resolve("c").resolve("moved-" + file.getFileName()));
    }
    image("a/last.png", 999);
    Map<String, SplitPart> after = parts(ImageFolder.open(directory, 0.2, 0.2));

    before.forEach(
        (name, part) ->
            assertEquals(part, after.getOrDefault("moved-" + name, after.get(name)), name));
  }

  @Test
  void split_otherValidationShare_keepsTheTestPart() throws IOException {
    paint(300);
    assertEquals(
        ImageFolder.open(directory, 0.05, 0.2).test(),
        ImageFolder.open(directory, 0.4, 0.2).test());
  }

  @Test
  void split_copies_stayTogether() throws IOException {
    for (int i = 0; i < 100; i++) {
      image("a/" + i + ".png", i);
      image("a/copy of " + i + ".png", i);
      image("b/b" + i + ".png", 100 + i);
    }
    Map<String, SplitPart> parts = parts(ImageFolder.open(directory, 0.3, 0.3));

    for (int i = 0; i < 100; i++) {
      assertEquals(parts.get(i + ".png"), parts.get("copy of " + i + ".png"));
    }
    assertEquals(Set.of(SplitPart.values()), Set.copyOf(parts.values()));
  }

  @ParameterizedTest
  @CsvSource({"train,validation", "training,valid", "train,val"})
  void open_partFolders_areTheSplit(String train, String validation) throws IOException {
    image(train + "/a/1.png", 1);
    image(train + "/b/2.png", 2);
    image(validation + "/a/3.png", 3);
    image("test/b/4.png", 4);
    ImageFolder folder = ImageFolder.open(directory, 0.5, 0.5 - 1e-9);

    assertEquals(List.of("a", "b"), folder.labels());
    assertEquals(Set.of("1.png", "2.png"), names(folder.training()));
    assertEquals(Set.of("3.png"), names(folder.validation()));
    assertEquals(List.of(new LabeledImage(directory.resolve("test/b/4.png"), 1)), folder.test());
  }

  @Test
  void open_noValidationFolder_takesValidationFromTraining() throws IOException {
    for (int i = 0; i < 200; i++) {
      image("train/" + (i % 2 == 0 ? "a/" : "b/") + i + ".png", i);
    }
    image("test/a/200.png", 200);
    ImageFolder folder = ImageFolder.open(directory, 0.2, 0.5);

    assertEquals(40, folder.validation().size(), 24);
    assertEquals(200, folder.training().size() + folder.validation().size());
    assertEquals(1, folder.test().size());
    assertEquals(List.of(), ImageFolder.open(directory, 0, 0).validation());
  }

  @Test
  void open_classMissingFromTraining_saysWhatDiffers() throws IOException {
    image("train/a/1.png", 1);
    image("train/b/2.png", 2);
    image("test/a/3.png", 3);
    image("test/c/4.png", 4);
    var e = assertThrows(FileSystemException.class, () -> ImageFolder.open(directory));

    assertTrue(e.getMessage().contains("test also has [c] and lacks [b]"), e::getMessage);
    assertTrue(
        e.getMessage().contains("expected only the classes of the training images, [a, b]"),
        e::getMessage);
  }

  @Test
  void open_trainBesideOtherVehicles_isAClass() throws IOException {
    image("train/1.png", 1);
    image("bus/2.png", 2);

    assertEquals(List.of("bus", "train"), ImageFolder.open(directory, 0, 0).labels());
  }

  @Test
  void open_partsAndClassesMixed_isRefused() throws IOException {
    image("train/a/1.png", 1);
    image("train/b/2.png", 2);
    image("extra/3.png", 3);
    var e = assertThrows(FileSystemException.class, () -> ImageFolder.open(directory));

    assertTrue(e.getMessage().contains("look like classes: \"extra\""), e::getMessage);
  }

  @Test
  void open_twoFoldersForOnePart_isRefused() throws IOException {
    image("train/a/1.png", 1);
    image("training/b/2.png", 2);
    var e = assertThrows(FileSystemException.class, () -> ImageFolder.open(directory));

    assertTrue(e.getMessage().contains("two folders for the split \"train\""), e::getMessage);
  }

  @Test
  void open_unreadableImages_areProblems() throws IOException {
    image("a/1.png", 1);
    image("b/2.png", 2);
    write("a/text.jpg", "text".getBytes());
    write("b/empty.png", new byte[0]);
    Files.createSymbolicLink(directory.resolve("b/nowhere.gif"), directory.resolve("none"));
    ImageFolder folder = ImageFolder.open(directory, 0, 0);

    assertEquals(2, folder.training().size());
    List<ImageFolder.Problem> problems = folder.problems();
    assertEquals(3, problems.size());
    assertEquals(directory.resolve("a/text.jpg"), problems.get(0).file());
    assertTrue(problems.get(0).message().startsWith("is not a JPEG, PNG, GIF, BMP or WebP"));
    assertTrue(problems.get(1).message().startsWith("is empty"), problems.toString());
    assertEquals("cannot be read: there is no such file", problems.get(2).message());
  }

  @Test
  @Timeout(30)
  void open_linkLoop_terminatesAndFollowsOtherLinks() throws IOException {
    image("a/1.png", 1);
    image("b/2.png", 2);
    Path outside = Files.createDirectories(directory.resolve(".outside"));
    Files.write(outside.resolve("3.png"), picture(3));
    Files.createSymbolicLink(directory.resolve("a/up"), directory.resolve("a"));
    Files.createSymbolicLink(directory.resolve("c"), outside);

    ImageFolder folder = ImageFolder.open(directory, 0, 0);
    assertEquals(Set.of("1.png", "2.png", "3.png"), names(folder.training()));
    assertEquals(List.of("a", "b", "c"), folder.labels());
  }

  @Test
  void open_oneClass_saysWhatWasFoundAndExpected() throws IOException {
    image("a/1.png", 1);
    image("loose.png", 2);
    write("b/text.png", "text".getBytes());
    var e = assertThrows(FileSystemException.class, () -> ImageFolder.open(directory));

    assertEquals(
        directory
            + ": has only the class {a=1} with usable images for training (2 image files in"
            + " subfolders, and 1 outside them); "
            + FolderLayout.EXPECTED
            + "; 1 files were left out; the first: "
            + directory.resolve("b/text.png")
            + " is not a JPEG, PNG, GIF, BMP or WebP: it begins with the bytes 74 65 78 74",
        e.getMessage());
  }

  @Test
  void open_nothing_isRefused() throws IOException {
    var e = assertThrows(FileSystemException.class, () -> ImageFolder.open(directory));
    assertTrue(e.getMessage().contains("has no class with usable images"), e::getMessage);
    Path none = directory.resolve("none");
    assertThrows(NoSuchFileException.class, () -> ImageFolder.open(none));
    Path file = Files.createFile(directory.resolve("file"));
    var noDirectory = assertThrows(FileSystemException.class, () -> ImageFolder.open(file));
    assertTrue(noDirectory.getMessage().contains("is not a directory"), noDirectory::getMessage);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.9, 1, Double.NaN})
  void open_invalidShare_isRefused(double share) {
    assertThrows(IllegalArgumentException.class, () -> ImageFolder.open(directory, share, 0.1));
    assertThrows(IllegalArgumentException.class, () -> ImageFolder.open(directory, 0.1, share));
  }

  @Test
  void lists_all_areUnmodifiable() throws IOException {
    paint(60);
    ImageFolder folder = ImageFolder.open(directory);
    for (List<?> list :
        List.of(
            folder.labels(),
            folder.training(),
            folder.validation(),
            folder.test(),
            folder.problems())) {
      assertThrows(UnsupportedOperationException.class, list::clear);
    }
  }

  /** TensorFlow's flowers: every file is found, and its part does not depend on how it is found. */
  @Test
  void open_flowers_findsEveryFileOnce() throws IOException {
    ImageFolder folder = ImageFolder.open(Fixtures.shared("flowers"));

    assertEquals(List.of("daisy", "dandelion", "roses", "sunflowers", "tulips"), folder.labels());
    assertEquals(2932, folder.training().size() + folder.validation().size());
    assertEquals(293, folder.validation().size(), 60);
    assertEquals(364, folder.test().size());
    assertEquals( // one photograph, published as both
        List.of("roses/15922772266_1167a06620.jpg", "tulips/15922772266_1167a06620.jpg"),
        folder.problems().stream()
            .map(problem -> problem.file().getParent().getParent().relativize(problem.file()) + "")
            .toList());
  }

  private void paint(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      image((i % 2 == 0 ? "a/" : "b/") + i + ".png", i);
    }
  }

  private void image(String name, int number) throws IOException {
    write(name, picture(number));
  }

  /** Returns a different picture for each number below 65,536. */
  private static byte[] picture(int number) {
    return Golden.png(number % 256, 8 + number / 256, 8);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static Set<String> names(List<LabeledImage> images) {
    return images.stream()
        .map(image -> image.file().getFileName().toString())
        .collect(Collectors.toSet());
  }

  private static Map<String, SplitPart> parts(ImageFolder folder) {
    Map<String, SplitPart> parts = new TreeMap<>();
    List<LabeledImage> all = new ArrayList<>(folder.training());
    all.forEach(image -> parts.put(name(image), SplitPart.TRAINING));
    folder.validation().forEach(image -> parts.put(name(image), SplitPart.VALIDATION));
    folder.test().forEach(image -> parts.put(name(image), SplitPart.TEST));
    return parts;
  }

  private static String name(LabeledImage image) {
    return image.file().getFileName().toString();
  }
}
