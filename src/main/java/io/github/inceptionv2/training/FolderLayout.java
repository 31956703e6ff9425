package io.github.inceptionv2.training;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What lies where in a folder of photographs.
 *
 * @param parts the folders that hold a part each; empty if the split is left to us
 * @param classes the folders of classes, of all parts
 * @param images all files, before anyone looked into them
 */
record FolderLayout(Map<SplitPart, Path> parts, List<Path> classes, List<Found> images) {

  static final String EXPECTED =
      "expected one sub-folder a class with images in it, or such folders inside of \"train\","
          + " and of \"validation\" and \"test\" if there are any";

  /**
   * An image file.
   *
   * @param folder of its class
   * @param part by its folder; {@link SplitPart#TRAINING} if there are no folders of parts
   */
  record Found(Path file, Path folder, String label, SplitPart part) {}

  static FolderLayout of(Path directory) throws IOException {
    checkDirectory(directory);
    Map<SplitPart, Path> parts = parts(directory);
    FolderLayout layout = new FolderLayout(parts, new ArrayList<>(), new ArrayList<>());
    if (parts.isEmpty()) {
      layout.addClasses(directory, SplitPart.TRAINING);
    }
    for (Map.Entry<SplitPart, Path> part : parts.entrySet()) {
      layout.addClasses(part.getValue(), part.getKey());
    }
    return layout;
  }

  private static void checkDirectory(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      throw new NoSuchFileException(
          directory.toString(), null, "there is no such directory; " + EXPECTED);
    }
    if (!Files.isDirectory(directory)) {
      throw new FileSystemException(directory.toString(), null, "is no directory; " + EXPECTED);
    }
  }

  /** The folders of parts, or none: "train" beside "bus" is a class of vehicles. */
  private static Map<SplitPart, Path> parts(Path directory) throws IOException {
    Map<SplitPart, Path> parts = new EnumMap<>(SplitPart.class);
    List<String> others = new ArrayList<>();
    for (Path folder : ImageFiles.folders(directory)) {
      String name = folder.getFileName().toString();
      SplitPart part = SplitPart.ofFolder(name).orElse(null);
      if (part == null) {
        others.add(name);
      } else if (parts.put(part, folder) != null) {
        throw new FileSystemException(
            directory.toString(), null, "has two folders for the part \"" + part + "\"; keep one");
      }
    }
    if (!parts.containsKey(SplitPart.TRAINING)) {
      return Map.of();
    }
    return others.isEmpty() ? parts : classes(directory, parts, others);
  }

  /** None, unless the training folder holds classes of its own: then nobody can say. */
  private static Map<SplitPart, Path> classes(
      Path directory, Map<SplitPart, Path> parts, List<String> others) throws IOException {
    Path training = parts.get(SplitPart.TRAINING);
    if (ImageFiles.in(training).isEmpty() && !ImageFiles.folders(training).isEmpty()) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "has \""
              + training.getFileName()
              + "\" with folders in it, like a part, but beside it "
              + others.stream().sorted().collect(Collectors.joining("\", \"", "\"", "\""))
              + ", like classes; move one or the other away");
    }
    return Map.of();
  }

  private void addClasses(Path directory, SplitPart part) throws IOException {
    for (Map.Entry<Path, String> folder : ClassName.of(ImageFiles.folders(directory)).entrySet()) {
      classes.add(folder.getKey());
      for (Path file : ImageFiles.under(folder.getKey())) {
        images.add(new Found(file, folder.getKey(), folder.getValue(), part));
      }
    }
  }

  /** What is left to be split by content. */
  ContentSplit shares(ContentSplit asked) {
    if (parts.isEmpty()) {
      return asked;
    }
    return new ContentSplit(parts.containsKey(SplitPart.VALIDATION) ? 0 : asked.validation(), 0);
  }
}
