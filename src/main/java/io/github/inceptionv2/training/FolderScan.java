package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.image.ImageCheck;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.training.FolderLayout.Found;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of checking every image of a folder or list.
 *
 * @param labels sorted labels of all classes with a readable image that is for training or not yet
 *     in a split
 * @param images all image files, sorted by label and then path
 * @param empty class folders without a readable image, sorted by path
 */
record FolderScan(List<String> labels, List<CheckedFile> images, List<Path> empty) {

  private static final int MIN_CLASSES = 2;

  static FolderScan of(Path directory, ContentSplit asked) throws IOException {
    FolderLayout layout =
        ImageList.isList(directory) ? ImageList.read(directory) : FolderLayout.of(directory);
    ContentSplit shares = layout.shares(asked);
    List<CheckedFile> images =
        layout.images().parallelStream()
            .map(found -> check(found, shares))
            .sorted(
                Comparator.comparing((CheckedFile image) -> image.found().label())
                    .thenComparing(image -> image.found().file().toString()))
            .toList();
    List<CheckedFile> kept = Duplicates.leaveOut(images);
    return new FolderScan(labels(directory, kept), kept, empty(layout, kept));
  }

  private static List<Path> empty(FolderLayout layout, List<CheckedFile> images) {
    Set<Path> full =
        images.stream()
            .filter(CheckedFile::isReadable)
            .map(image -> image.found().folder())
            .collect(Collectors.toSet());
    return layout.classes().stream().filter(folder -> !full.contains(folder)).sorted().toList();
  }

  private static CheckedFile check(Found found, ContentSplit shares) {
    try {
      byte[] content = ImageCheck.read(found.file());
      byte[] hash = Digests.newSha256().digest(content);
      SplitPart part = found.part() == SplitPart.TRAINING ? shares.part(hash) : found.part();
      return new CheckedFile(found, part, HexFormat.of().formatHex(hash), null);
    } catch (UnreadableImageException e) {
      return new CheckedFile(found, found.part(), null, e.getMessage());
    } catch (IOException e) {
      return new CheckedFile(found, found.part(), null, UnreadableReason.of(e));
    }
  }

  private static List<String> labels(Path directory, List<CheckedFile> images) throws IOException {
    Map<SplitPart, Map<String, Long>> counts =
        images.stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.groupingBy(
                    image -> image.found().part(),
                    TreeMap::new,
                    Collectors.groupingBy(
                        image -> image.found().label(), TreeMap::new, Collectors.counting())));
    Map<String, Long> training = counts.getOrDefault(SplitPart.TRAINING, Map.of());
    if (training.size() < MIN_CLASSES) {
      throw refusal(directory, images, tooFew(directory, training, images.size()));
    }
    checkAgreement(directory, counts, images);
    checkTrained(directory, training.keySet(), images);
    return List.copyOf(training.keySet());
  }

  /** Fails if the validation and test splits leave a class without training images. */
  private static void checkTrained(Path directory, Set<String> labels, List<CheckedFile> images)
      throws IOException {
    Set<String> trained =
        images.stream()
            .filter(image -> image.isReadable() && image.part() == SplitPart.TRAINING)
            .map(image -> image.found().label())
            .collect(Collectors.toSet());
    if (!trained.containsAll(labels)) {
      throw refusal(
          directory,
          images,
          "has no training images left for the classes "
              + without(labels, trained)
              + " after the split into training, validation and test; add images, or reduce the"
              + " shares for validation and test");
    }
  }

  /**
   * Returns an exception whose message also counts the files that were left out, because they may
   * be the cause.
   */
  private static IOException refusal(Path directory, List<CheckedFile> images, String message) {
    List<CheckedFile> leftOut = images.stream().filter(image -> !image.isReadable()).toList();
    String also =
        leftOut.isEmpty()
            ? ""
            : "; "
                + leftOut.size()
                + " files were left out; the first: "
                + leftOut.get(0).found().file()
                + " "
                + leftOut.get(0).problem();
    return new FileSystemException(directory.toString(), null, message + also);
  }

  private static String tooFew(Path directory, Map<String, Long> counts, int files)
      throws IOException {
    String found =
        counts.isEmpty()
            ? "no class with usable images for training"
            : "only the class " + counts + " with usable images for training";
    if (!Files.isDirectory(directory)) {
      return "has " + found + " in " + files + " lines; " + ImageList.EXPECTED;
    }
    long loose = ImageFiles.in(directory).size();
    return "has "
        + found
        + " ("
        + files
        + " image files in subfolders, and "
        + loose
        + " outside them); "
        + FolderLayout.EXPECTED;
  }

  /**
   * Fails if validation or test has a class without training images, because all images of that
   * class would be misclassified. A split need not contain every class.
   */
  private static void checkAgreement(
      Path directory, Map<SplitPart, Map<String, Long>> counts, List<CheckedFile> images)
      throws IOException {
    Set<String> training = counts.get(SplitPart.TRAINING).keySet();
    List<String> wrong = new ArrayList<>();
    counts.forEach(
        (part, classes) -> {
          List<String> extra = without(classes.keySet(), training);
          List<String> missing = without(training, classes.keySet());
          if (!extra.isEmpty()) {
            wrong.add(
                part + " also has " + extra + (missing.isEmpty() ? "" : " and lacks " + missing));
          }
        });
    if (!wrong.isEmpty()) {
      throw refusal(
          directory,
          images,
          "has classes without training images: "
              + String.join("; ", wrong)
              + "; expected only the classes of the training images, "
              + training);
    }
  }

  private static List<String> without(Set<String> all, Set<String> some) {
    return all.stream().filter(name -> !some.contains(name)).toList();
  }
}
