package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of photographs with one sub-folder a class, split for training, validation and test.
 *
 * <p>Sub-folders are named as their class, in Unicode's composed form (NFC). Files that end in jpg,
 * jpeg, jpe, jif, jfif, png, gif, bmp or webp count as images, however deep they lie in the
 * sub-folder of their class. Hidden files and folders are ignored, as are those of the system, such
 * as {@code @eaDir}. Links are followed, but not in circles. A sub-folder without images is no
 * class, and is one of the {@link #problems}.
 *
 * <p>If the sub-folders are called {@code train} (or {@code training}), {@code validation} (or
 * {@code valid} or {@code val}) and {@code test}, of which only the first must be there, they hold
 * a part each, with the classes inside of them. Otherwise the SHA-256 hash of an image's bytes
 * decides: it stays in its part if it is renamed or moved and whatever is added, and identical
 * copies are always in the same part.
 *
 * <p>A list of files and labels takes the place of the folder where the images lie otherwise: a
 * file {@code .csv}, {@code .tsv} or {@code .jsonl} in UTF-8 with {@code file}, {@code label} and
 * perhaps {@code part} in each line. The part is {@code train}, {@code validation} or {@code test};
 * without parts, the images' bytes decide. A first line may name the columns. Names of files are
 * relative to the list.
 *
 * <p>A photograph, known by its bytes, that is in two classes is left out of both. A photograph in
 * two parts stays in test, or else in validation. Each file that is left out is one of the {@link
 * #problems}.
 *
 * <p>Every file is read once when the folder is opened, by all cores. Immutable: what happens in
 * the folder later is not seen. Safe for use by several threads.
 */
public final class ImageFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
  private static final double DEFAULT_SHARE = 0.1;

  /** With fewer, a class is hardly learnt. */
  private static final int FEW = 20;

  private static final String EMPTY = "has no usable image and becomes no class";

  private final Path directory;
  private final List<String> labels;
  private final Map<SplitPart, List<LabeledImage>> images;
  private final List<Problem> problems;
  private final List<Path> empty;
  private final List<Problem> copies;
  private final Map<LabeledImage, String> contents;

  /**
   * A file, or the folder of a class, that is left out. Immutable, and safe for use by several
   * threads.
   *
   * @param file the file or folder
   * @param message why, as a clause that can follow the file's name, such as {@code is empty}
   */
  public record Problem(Path file, String message) {

    /** Checks that no part is null. */
    public Problem {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(message, "message");
    }

    /** Returns the file and the message. */
    @Override
    public String toString() {
      return file + " " + message;
    }
  }

  private ImageFolder(Path directory, FolderScan scan) {
    this.directory = directory;
    this.labels = scan.labels();
    this.images =
        scan.images().stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.groupingBy(
                    CheckedFile::part,
                    Collectors.mapping(this::labeled, Collectors.toUnmodifiableList())));
    this.problems =
        Stream.concat(
                scan.images().stream()
                    .filter(image -> !image.isReadable())
                    .map(image -> new Problem(image.found().file(), image.problem())),
                scan.empty().stream().map(folder -> new Problem(folder, EMPTY)))
            .toList();
    this.empty = scan.empty();
    this.copies =
        scan.images().stream()
            .filter(CheckedFile::isCopy)
            .map(image -> new Problem(image.found().file(), image.problem()))
            .toList();
    this.contents =
        scan.images().stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.toUnmodifiableMap(
                    this::labeled, CheckedFile::sha256, (first, again) -> first));
  }

  /** Returns the hash of the image's bytes when this folder was opened. */
  String sha256(LabeledImage image) {
    return contents.get(image);
  }

  private LabeledImage labeled(CheckedFile image) {
    int label = Collections.binarySearch(labels, image.found().label());
    return new LabeledImage(image.found().file(), label);
  }

  /**
   * Reads a folder, or a list. Where it is not split itself, a tenth of the images is for
   * validation and a tenth for test.
   *
   * @throws IOException as {@link #open(Path, double, double)} does
   */
  public static ImageFolder open(Path directory) throws IOException {
    return open(directory, DEFAULT_SHARE, DEFAULT_SHARE);
  }

  /**
   * Reads a folder, or a list. Images whose header says that they cannot be read are left out, as
   * are copies in another class or part; {@link #problems} has them.
   *
   * @param validationShare share of the images for validation, from 0 to below 1; of the training
   *     images if parts have folders, and not used if validation has one
   * @param testShare share of the images for test, from 0 to below 1; not used if parts have
   *     folders
   * @throws IllegalArgumentException if a share is negative, or both together are not below 1
   * @throws IOException if the folder cannot be read, there are fewer than two classes with images,
   *     validation or test has a class that training has not, the name of a sub-folder cannot be
   *     decoded, or the names of two differ in their Unicode form only; the message says what was
   *     found and what was expected
   */
  public static ImageFolder open(Path directory, double validationShare, double testShare)
      throws IOException {
    Objects.requireNonNull(directory, "directory");
    ContentSplit shares = new ContentSplit(validationShare, testShare);
    ImageFolder folder = new ImageFolder(directory, FolderScan.of(directory, shares));
    folder.warn();
    LOG.debug("{}", SafeText.line(folder));
    return folder;
  }

  /**
   * Returns the image files that lie directly in a folder, in order of their names, by the same
   * rule. They are not read.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> filesIn(Path directory) throws IOException {
    return ImageFiles.in(Objects.requireNonNull(directory, "directory"));
  }

  /**
   * Returns the image files in a folder, however deep, in order of their paths, by the same rule.
   * They are not read.
   *
   * @throws IOException if the folder, or one in it, cannot be read
   */
  public static List<Path> filesUnder(Path directory) throws IOException {
    return ImageFiles.under(Objects.requireNonNull(directory, "directory"));
  }

  private void warn() {
    int files = problems.size() - empty.size();
    if (files > 0) {
      LOG.warn(
          "{}: {} files are left out; the first: {}",
          SafeText.line(directory),
          files,
          SafeText.line(problems.get(0)));
    }
    empty.forEach(folder -> LOG.warn("{} {}", SafeText.line(folder), EMPTY));
    Map<Integer, Long> counts =
        training().stream()
            .collect(Collectors.groupingBy(LabeledImage::label, Collectors.counting()));
    List<String> few =
        labels.stream()
            .filter(label -> counts.getOrDefault(labels.indexOf(label), 0L) < FEW)
            .toList();
    if (!few.isEmpty()) {
      LOG.warn(
          "{}: fewer than {} images to train the classes {}",
          SafeText.line(directory),
          FEW,
          SafeText.line(few));
    }
  }

  /** Returns the folder, as it was given. */
  public Path directory() {
    return directory;
  }

  /** Returns the names of the classes, sorted; at least two. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the images for training, by label and then path. */
  public List<LabeledImage> training() {
    return images(SplitPart.TRAINING);
  }

  /** Returns the images for validation, by label and then path; there may be none. */
  public List<LabeledImage> validation() {
    return images(SplitPart.VALIDATION);
  }

  /** Returns the images for test, by label and then path; there may be none. */
  public List<LabeledImage> test() {
    return images(SplitPart.TEST);
  }

  /**
   * Returns the files that are left out, by label and then path, and after them the folders of
   * classes without an image.
   */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Returns those of {@link #problems} that are images left out as copies of one in another class
   * or part.
   */
  public List<Problem> copies() {
    return copies;
  }

  private List<LabeledImage> images(SplitPart part) {
    return images.getOrDefault(part, List.of());
  }

  /** Returns the folder and how much was found in it. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d classes, %d images for training, %d for validation, %d for test",
        directory,
        labels.size(),
        training().size(),
        validation().size(),
        test().size());
  }
}
