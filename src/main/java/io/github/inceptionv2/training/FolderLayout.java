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
 * The image files of a folder or list, with their classes and splits.
 *
 * @param parts the folder or list of each split; empty if the images' content determines the splits
 * @param classes the class folders of all splits
 * @param images all image files, not yet read
 */
record FolderLayout(Map<SplitPart, Path> parts, List<Path> classes, List<Found> images) {

  static final String EXPECTED =
      "expected one subfolder of images per class, or such folders inside \"train\" and, if"
          + " present, \"validation\" and \"test\"";

  /**
   * An image file.
   *
   * @param folder the folder of its class, or the list that names the file
   * @param part the split of its folder; {@link SplitPart#TRAINING} if there are no split folders
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
      throw new FileSystemException(directory.toString(), null, "is not a directory; " + EXPECTED);
    }
  }

  /**
   * Returns the split folders. Returns none if "train" is itself a class, for example next to
   * "bus".
   */
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
            directory.toString(), null, "has two folders for the split \"" + part + "\"; keep one");
      }
    }
    if (!parts.containsKey(SplitPart.TRAINING)) {
      return Map.of();
    }
    return others.isEmpty() ? parts : classes(directory, parts, others);
  }

  /**
   * Returns no split folders. Fails if the training folder contains class folders, because the
   * layout is then ambiguous.
   */
  private static Map<SplitPart, Path> classes(
      Path directory, Map<SplitPart, Path> parts, List<String> others) throws IOException {
    Path training = parts.get(SplitPart.TRAINING);
    if (ImageFiles.in(training).isEmpty() && !ImageFiles.folders(training).isEmpty()) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "is ambiguous: \""
              + training.getFileName()
              + "\" contains folders, as a split does, but the folders next to it look like"
              + " classes: "
              + others.stream().sorted().collect(Collectors.joining("\", \"", "\"", "\""))
              + "; move either the split or the classes elsewhere");
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

  /** Returns the fractions that are still to be split off by content. */
  ContentSplit shares(ContentSplit asked) {
    if (parts.isEmpty()) {
      return asked;
    }
    return new ContentSplit(parts.containsKey(SplitPart.VALIDATION) ? 0 : asked.validation(), 0);
  }
}
