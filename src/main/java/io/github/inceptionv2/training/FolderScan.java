package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.image.ImageCheck;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.training.FolderLayout.Found;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of looking into every image of a folder.
 *
 * @param labels of all classes that have a readable image for training or are yet to be split,
 *     sorted
 * @param images of all files, by label and then path
 * @param empty the folders of classes without a readable image, in order of their paths
 */
record FolderScan(List<String> labels, List<Checked> images, List<Path> empty) {

  private static final int MIN_CLASSES = 2;

  /**
   * A file after its header was read.
   *
   * @param part what it is used for
   * @param problem why it is left out, or null
   */
  record Checked(Found found, SplitPart part, String problem) {
    boolean isReadable() {
      return problem == null;
    }
  }

  static FolderScan of(Path directory, ContentSplit asked) throws IOException {
    FolderLayout layout = FolderLayout.of(directory);
    ContentSplit shares = layout.shares(asked);
    List<Checked> images =
        layout.images().parallelStream()
            .map(found -> check(found, shares))
            .sorted(
                Comparator.comparing((Checked image) -> image.found().label())
                    .thenComparing(image -> image.found().file().toString()))
            .toList();
    return new FolderScan(labels(directory, images), images, empty(layout, images));
  }

  private static List<Path> empty(FolderLayout layout, List<Checked> images) {
    Set<Path> full =
        images.stream()
            .filter(Checked::isReadable)
            .map(image -> image.found().folder())
            .collect(Collectors.toSet());
    return layout.classes().stream().filter(folder -> !full.contains(folder)).sorted().toList();
  }

  private static Checked check(Found found, ContentSplit shares) {
    try {
      byte[] content = ImageCheck.read(found.file());
      SplitPart part = found.part() == SplitPart.TRAINING ? shares.part(content) : found.part();
      return new Checked(found, part, null);
    } catch (UnreadableImageException e) {
      return new Checked(found, found.part(), e.getMessage());
    } catch (IOException e) {
      return new Checked(found, found.part(), UnreadableReason.of(e));
    }
  }

  private static List<String> labels(Path directory, List<Checked> images) throws IOException {
    Map<SplitPart, Map<String, Long>> counts =
        images.stream()
            .filter(Checked::isReadable)
            .collect(
                Collectors.groupingBy(
                    image -> image.found().part(),
                    TreeMap::new,
                    Collectors.groupingBy(
                        image -> image.found().label(), TreeMap::new, Collectors.counting())));
    Map<String, Long> training = counts.getOrDefault(SplitPart.TRAINING, Map.of());
    if (training.size() < MIN_CLASSES) {
      throw new FileSystemException(
          directory.toString(), null, tooFew(directory, training, images.size()));
    }
    checkAgreement(directory, counts);
    checkTrained(directory, training.keySet(), images);
    return List.copyOf(training.keySet());
  }

  /** Of a class with few images, shares may have taken all. */
  private static void checkTrained(Path directory, Set<String> labels, List<Checked> images)
      throws IOException {
    Set<String> trained =
        images.stream()
            .filter(image -> image.isReadable() && image.part() == SplitPart.TRAINING)
            .map(image -> image.found().label())
            .collect(Collectors.toSet());
    if (!trained.containsAll(labels)) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "has no images left to train the classes "
              + without(labels, trained)
              + " once those for validation and test are taken; add images, or give these smaller"
              + " shares");
    }
  }

  private static String tooFew(Path directory, Map<String, Long> counts, int files)
      throws IOException {
    String found =
        counts.isEmpty()
            ? "no class with readable images for training"
            : "only the class " + counts + " with readable images for training";
    long loose = ImageFiles.in(directory).size();
    return "has "
        + found
        + " ("
        + files
        + " files in sub-folders are called like images, and "
        + loose
        + " beside them); "
        + FolderLayout.EXPECTED;
  }

  /** A part may lack a class, but a class that is not trained can only be got wrong. */
  private static void checkAgreement(Path directory, Map<SplitPart, Map<String, Long>> counts)
      throws IOException {
    Set<String> training = counts.get(SplitPart.TRAINING).keySet();
    List<String> wrong = new ArrayList<>();
    counts.forEach(
        (part, classes) -> {
          List<String> extra = without(classes.keySet(), training);
          List<String> missing = without(training, classes.keySet());
          if (!extra.isEmpty()) {
            wrong.add(
                part + " has also " + extra + (missing.isEmpty() ? "" : " and lacks " + missing));
          }
        });
    if (!wrong.isEmpty()) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "has classes that are not trained: "
              + String.join("; ", wrong)
              + "; expected no others than "
              + training
              + ", the folders in \"train\"");
    }
  }

  private static List<String> without(Set<String> all, Set<String> some) {
    return all.stream().filter(name -> !some.contains(name)).toList();
  }
}
