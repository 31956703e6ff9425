package io.github.inceptionv2.insight;

import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that a model is least confident about. According to margin sampling (Scheffer et al.
 * 2001), these images should be labelled first. Keeps only these images. Not thread-safe.
 */
public final class UncertainImages {

  private static final Comparator<Entry> MOST_CONFIDENT_FIRST =
      Comparator.comparingDouble(Entry::margin).thenComparing(Entry::file).reversed();

  private static final Logger LOG = LoggerFactory.getLogger(UncertainImages.class);

  private final int count;
  private final PriorityQueue<Entry> kept = new PriorityQueue<>(MOST_CONFIDENT_FIRST);

  /**
   * An image and its two most probable classes. Immutable.
   *
   * @param margin the difference between the two probabilities, from 0 to 1: the smaller the
   *     margin, the less confident the model
   */
  public record Entry(Path file, Prediction first, Prediction second, double margin) {}

  /**
   * Creates an empty list.
   *
   * @param count maximum number of images to keep, at least 1
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public UncertainImages(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count (" + count + ") must be at least 1");
    }
    this.count = count;
  }

  /**
   * Classifies image files and returns those with the smallest margins. Skips files that are not
   * readable images.
   *
   * @param model the model, which stays open
   * @throws IllegalArgumentException if {@code count} is less than 1, or the model has only one
   *     class
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public static List<Entry> of(InceptionV2 model, List<Path> files, int count) {
    UncertainImages images = new UncertainImages(count);
    Stream<ImageSource> sources = files.stream().map(ImageSource::of);
    try (Stream<ImageResult<List<Prediction>>> results = model.stream(sources).classify(2)) {
      Iterator<Path> file = files.iterator();
      results.forEach(result -> images.add(file.next(), result));
    }
    return images.entries();
  }

  private void add(Path file, ImageResult<List<Prediction>> result) {
    try {
      add(file, result.get());
    } catch (IOException e) {
      LOG.debug("skipping {}: {}", SafeText.line(file), e.getMessage());
    }
  }

  /**
   * Adds an image.
   *
   * @param classes the image's most probable classes, at least two
   * @throws IllegalArgumentException if there are fewer than two classes
   */
  public void add(Path file, List<Prediction> classes) {
    Objects.requireNonNull(file, "file");
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "the number of classes (" + classes.size() + ") must be at least 2");
    }
    Prediction first = classes.get(0);
    Prediction second = classes.get(1);
    kept.add(new Entry(file, first, second, first.probability() - second.probability()));
    if (kept.size() > count) {
      kept.remove();
    }
  }

  /** Returns the images in order of increasing margin. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(kept);
    entries.sort(MOST_CONFIDENT_FIRST.reversed());
    return List.copyOf(entries);
  }
}
