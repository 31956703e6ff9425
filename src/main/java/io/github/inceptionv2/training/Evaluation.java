package io.github.inceptionv2.training;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.InferenceException;
import io.github.inceptionv2.internal.files.AtomicFile;
import io.github.inceptionv2.internal.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The results of classifying labelled images with a model. Immutable and thread-safe.
 *
 * <p>Fractions are 0 if there are no images.
 */
public final class Evaluation {

  private final int imageCount;
  private final int modelClasses;
  private final double top1;
  private final double top5;
  private final double meanLoss;
  private final List<String> labels;
  private final List<String> predictedLabels;
  private final Confusion confusion;
  private final List<ClassResult> perClass;
  private final List<Mistake> mistakes;
  private final List<ConfidenceBin> reliability;
  private final List<ImageFolder.Problem> failures;

  /**
   * Precision and recall of one class. Immutable and thread-safe.
   *
   * @param imageCount number of images of the class
   * @param predictedCount number of images classified as the class
   * @param precision fraction of the images classified as the class that belong to the class, from
   *     0 to 1; 0 if {@code predictedCount} is 0
   * @param recall fraction of the class's images that were classified as the class, from 0 to 1; 0
   *     if {@code imageCount} is 0
   */
  public record ClassResult(
      String label, int imageCount, int predictedCount, double precision, double recall) {

    /** Checks that {@code label} is not null. */
    public ClassResult {
      Objects.requireNonNull(label, "label");
    }

    /** Returns the confidence interval of {@link #precision}. */
    public Interval precisionInterval() {
      return interval(precision, predictedCount);
    }

    /** Returns the confidence interval of {@link #recall}. */
    public Interval recallInterval() {
      return interval(recall, imageCount);
    }
  }

  /**
   * A misclassified image. Immutable and thread-safe.
   *
   * @param label label of the image's class
   * @param predicted label of the predicted class
   * @param probability probability of {@code predicted}, from 0 to 1
   */
  public record Mistake(Path file, String label, String predicted, double probability) {

    /** Checks that no component is null. */
    public Mistake {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(predicted, "predicted");
    }
  }

  /**
   * Images that the model classified with about the same confidence. Immutable and thread-safe.
   *
   * @param confidence mean probability of the most probable class, from 0 to 1
   * @param accuracy fraction of the images whose most probable class is correct, from 0 to 1
   */
  public record ConfidenceBin(double confidence, double accuracy, int imageCount) {}

  private Evaluation(Tally tally) {
    ClassMap classes = tally.classes();
    this.imageCount = tally.count();
    this.modelClasses = classes.modelSize();
    this.top1 = share(imageCount - tally.wrong().size(), imageCount);
    this.top5 = share(tally.inTopFive(), imageCount);
    this.meanLoss = tally.loss() / imageCount;
    this.labels = classes.names();
    this.predictedLabels = classes.predictable();
    this.confusion = tally.confusion();
    this.perClass = indexes(labels).mapToObj(this::result).toList();
    this.mistakes =
        tally.wrong().stream()
            .sorted(Comparator.comparingDouble(Tally.Wrong::probability).reversed())
            .map(
                wrong ->
                    new Mistake(
                        wrong.file(),
                        labels.get(wrong.label()),
                        classes.name(wrong.predicted()),
                        wrong.probability()))
            .toList();
    this.failures = tally.failures();
    this.reliability =
        tally.reliability().bins().stream()
            .map(bin -> new ConfidenceBin(bin.confidence(), bin.accuracy(), bin.count()))
            .toList();
  }

  /**
   * Classifies images without reporting progress; otherwise like {@link #of(InceptionV2, List,
   * List, IntConsumer)}.
   */
  public static Evaluation of(InceptionV2 model, List<LabeledImage> images, List<String> labels) {
    return of(model, images, labels, done -> {});
  }

  /**
   * Classifies images in batches of 32. An image that cannot be read is listed in {@link #failures}
   * and counted nowhere else.
   *
   * @param model stays open; the caller closes it
   * @param labels class names that the images' labels index, such as {@link ImageFolder#labels};
   *     each name is the label or the WordNet id of a class of the model; the model may have
   *     further classes
   * @param progress receives the number of images processed so far, after each batch
   * @throws IllegalArgumentException if {@code labels} is empty, a name matches no class or several
   *     classes of the model, or an image's label is not an index of {@code labels}
   * @throws UnsupportedOperationException if the model computes only feature vectors
   * @throws IllegalStateException if the model is closed
   * @throws InferenceException if TensorFlow fails
   */
  public static Evaluation of(
      InceptionV2 model, List<LabeledImage> images, List<String> labels, IntConsumer progress) {
    Objects.requireNonNull(progress, "progress");
    return new Evaluation(Tally.of(model, images, labels, progress));
  }

  /** Returns the evaluation of {@code tally}. */
  static Evaluation of(Tally tally) {
    return new Evaluation(tally);
  }

  private static Interval interval(double share, int count) {
    return Interval.wilson((int) Math.round(share * count), count);
  }

  private static IntStream indexes(List<?> list) {
    return IntStream.range(0, list.size());
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private ClassResult result(int label) {
    int hits = confusion.count(label, label);
    int images = confusion.rowSum(label);
    int taken = confusion.columnSum(label);
    return new ClassResult(
        labels.get(label), images, taken, share(hits, taken), share(hits, images));
  }

  /** Returns the number of the model's classes, which may exceed the number of {@link #labels}. */
  public int modelClasses() {
    return modelClasses;
  }

  /** Returns the number of images that were classified. */
  public int imageCount() {
    return imageCount;
  }

  /** Returns the fraction of the images whose class was the most probable, from 0 to 1. */
  public double top1() {
    return top1;
  }

  /** Returns the confidence interval of {@link #top1}. */
  public Interval top1Interval() {
    return interval(top1, imageCount);
  }

  /**
   * Returns the fraction of the images whose class was among the five most probable, from 0 to 1;
   * always 1 for a model with at most five classes.
   */
  public double top5() {
    return top5;
  }

  /** Returns the confidence interval of {@link #top5}. */
  public Interval top5Interval() {
    return interval(top5, imageCount);
  }

  /**
   * Returns the mean cross-entropy in nats: the negative natural logarithm of the probability of
   * each image's class, averaged over all images. NaN if there are no images.
   */
  public double meanLoss() {
    return meanLoss;
  }

  /**
   * Returns the points of a reliability diagram: the images, grouped by the probability of their
   * most probable class into up to 15 bins of equal width, in order of increasing confidence.
   */
  public List<ConfidenceBin> reliability() {
    return reliability;
  }

  /**
   * Returns the expected calibration error: the mean difference between the confidence and the
   * accuracy of the bins in {@link #reliability}, weighted by their number of images. 0 for
   * perfectly calibrated probabilities; NaN if there are no images.
   */
  public double calibrationError() {
    return reliability.stream()
            .mapToDouble(bin -> bin.imageCount() * Math.abs(bin.confidence() - bin.accuracy()))
            .sum()
        / imageCount;
  }

  /**
   * Returns the mean calibration error of perfectly calibrated probabilities for the same number of
   * images: in a bin with few images, accuracy differs from confidence by chance. NaN if there are
   * no images.
   */
  public double calibrationErrorByChance() {
    return reliability.stream()
            .mapToDouble(bin -> Reliability.meanDeviation(bin.imageCount(), bin.confidence()))
            .sum()
        / imageCount;
  }

  /** Returns the labels of the images' classes. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Returns the classes that can be predicted: {@link #labels}, followed by {@code other} if the
   * model has further classes.
   */
  public List<String> predictedLabels() {
    return predictedLabels;
  }

  /** Returns a result for each of {@link #labels}, in their order. */
  public List<ClassResult> perClass() {
    return perClass;
  }

  /**
   * Returns the confusion matrix: a row for each of {@link #labels}, with the number of images
   * classified as each of {@link #predictedLabels}.
   */
  public List<List<Integer>> confusion() {
    return confusion.matrix();
  }

  Confusion confusionCounts() {
    return confusion;
  }

  /** Returns the misclassified images, in order of decreasing confidence. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** Returns the images that could not be read, in the order in which they were given. */
  public List<ImageFolder.Problem> failures() {
    return failures;
  }

  /**
   * Returns a JSON object.
   *
   * <ul>
   *   <li>{@code images}, {@code top1}, {@code top5}, {@code meanLoss}, {@code calibrationError},
   *       {@code calibrationErrorByChance}
   *   <li>{@code top1Interval}, {@code top5Interval}: {@code {low, high}}, at 95 % confidence
   *   <li>{@code reliability}: an array of {@code {confidence, accuracy, images}}
   *   <li>{@code perClass}: an array of {@code {label, images, taken, precision, recall,
   *       precisionInterval, recallInterval}}
   *   <li>{@code confusion}: {@code {labels, predicted, counts}}: the names of rows and of columns,
   *       and an array {@code [row, column, count]} for each count that is not 0
   *   <li>{@code mistakes}: an array of {@code {file, label, predicted, probability}}
   *   <li>{@code failures}: an array of {@code {file, message}}
   * </ul>
   *
   * <p>The values and their order are those that the methods of this class return; NaN becomes
   * null.
   *
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public String toJson() {
    return Json.object(this::write);
  }

  /** Writes the members that {@link #toJson} documents. */
  void write(Json.Writer json) throws IOException {
    json.member("images", imageCount).member("top1", top1).member("top5", top5);
    json.member("meanLoss", meanLoss).member("calibrationError", calibrationError());
    json.member("calibrationErrorByChance", calibrationErrorByChance());
    write(json, "top1Interval", top1Interval());
    write(json, "top5Interval", top5Interval());
    json.objects(
        "reliability",
        reliability,
        (to, bin) ->
            to.member("confidence", bin.confidence())
                .member("accuracy", bin.accuracy())
                .member("images", bin.imageCount()));
    json.objects("perClass", perClass, Evaluation::write);
    json.object(
        "confusion",
        table ->
            table
                .texts("labels", labels)
                .texts("predicted", predictedLabels)
                .matrix(
                    "counts",
                    confusion.cells().stream()
                        .map(cell -> List.of(cell.row(), cell.column(), cell.count()))
                        .toList()));
    json.objects("mistakes", mistakes, Evaluation::write);
    json.objects("failures", failures, Evaluation::write);
  }

  private static void write(Json.Writer json, ClassResult result) throws IOException {
    json.member("label", result.label()).member("images", result.imageCount());
    json.member("taken", result.predictedCount());
    json.member("precision", result.precision()).member("recall", result.recall());
    write(json, "precisionInterval", result.precisionInterval());
    write(json, "recallInterval", result.recallInterval());
  }

  private static void write(Json.Writer json, String name, Interval interval) throws IOException {
    json.object(name, to -> to.member("low", interval.low()).member("high", interval.high()));
  }

  private static void write(Json.Writer json, Mistake mistake) throws IOException {
    json.member("file", mistake.file().toString()).member("label", mistake.label());
    json.member("predicted", mistake.predicted()).member("probability", mistake.probability());
  }

  private static void write(Json.Writer json, ImageFolder.Problem failure) throws IOException {
    json.member("file", failure.file().toString()).member("message", failure.message());
  }

  /**
   * Writes the JSON object of {@link #toJson} to a file atomically. An existing file is replaced,
   * and missing directories are created.
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public void writeJson(Path file) throws IOException {
    AtomicFile.write(file, toJson() + "\n");
  }

  /** Returns a line such as {@code 364 images: top-1 91.2 %, top-5 100.0 %, loss 0.312}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d images: top-1 %.1f %%, top-5 %.1f %%, loss %.3f",
        imageCount,
        100 * top1,
        100 * top5,
        meanLoss);
  }
}
