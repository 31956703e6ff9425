package io.github.inceptionv2.insight;

import io.github.inceptionv2.internal.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Feature vectors in memory, of which those nearest to another are found by looking at all.
 *
 * <pre>{@code
 * FeatureIndex<Path> index = new FeatureIndex<>();
 * for (Path photo : List.of(Path.of("a.jpg"), Path.of("b.jpg"), Path.of("c.jpg"))) {
 *   index.add(photo, model.featureVector(photo));
 * }
 * float[] query = model.featureVector(Path.of("query.jpg"));
 * List<FeatureIndex.Neighbour<Path>> similar = index.nearest(query, 2);
 * }</pre>
 *
 * <p>Takes 4 bytes a number: 4.1 MB for 1000 vectors of 1024. Safe for use by several threads: a
 * search sees the vectors that were added before it began.
 *
 * @param <K> what a vector is known by; keys need not differ
 */
public final class FeatureIndex<K> {

  private final List<Entry<K>> entries = new ArrayList<>();

  /** Makes an index without vectors. */
  public FeatureIndex() {}

  /**
   * A vector that was found. Immutable.
   *
   * @param <K> what a vector is known by
   * @param similarity cosine of the angle between both vectors, from -1 to 1; 1 for the same
   *     direction, and 0 if one of them is zero
   */
  public record Neighbour<K>(K key, double similarity) {

    /** Checks that the key is not null. */
    public Neighbour {
      Objects.requireNonNull(key, "key");
    }
  }

  /**
   * A vector and its key.
   *
   * @param square of its length
   */
  private record Entry<K>(K key, float[] vector, double square) {}

  /**
   * Adds a copy of a vector.
   *
   * @param vector as long as those that are there, and at least one number long
   * @throws IllegalArgumentException if the length is another, or a number is not finite
   */
  public synchronized void add(K key, float[] vector) {
    Objects.requireNonNull(key, "key");
    if (vector.length == 0) {
      throw new IllegalArgumentException("vector must not be empty");
    }
    check(vector, entries);
    float[] copy = vector.clone();
    entries.add(new Entry<>(key, copy, dot(copy, copy)));
  }

  private static <K> void check(float[] vector, List<Entry<K>> others) {
    if (!others.isEmpty() && others.get(0).vector().length != vector.length) {
      throw new IllegalArgumentException(
          "vector has "
              + vector.length
              + " numbers, expected "
              + others.get(0).vector().length
              + " as those in the index");
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException("vector[" + i + "] (" + vector[i] + ") must be finite");
      }
    }
  }

  /**
   * Returns the vectors with the greatest cosine similarity to {@code vector}, the most similar
   * first; of equally similar ones those that were added first.
   *
   * @param vector as long as those that are there, and not changed meanwhile
   * @param count how many, at least 1; if there are fewer vectors, all are returned
   * @throws IllegalArgumentException if the length is another, a number is not finite, or {@code
   *     count} is not positive
   */
  public List<Neighbour<K>> nearest(float[] vector, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count (" + count + ") must be positive");
    }
    List<Entry<K>> searched = entries();
    check(vector, searched);
    double square = dot(vector, vector);
    Comparator<Found> order =
        Comparator.comparingDouble(Found::similarity)
            .thenComparing(Found::place, Comparator.reverseOrder());
    PriorityQueue<Found> kept = new PriorityQueue<>(order); // the head is the one to drop
    for (int i = 0; i < searched.size(); i++) {
      kept.add(new Found(i, similarity(vector, square, searched.get(i))));
      if (kept.size() > count) {
        kept.remove();
      }
    }
    return kept.stream()
        .sorted(order.reversed())
        .map(found -> new Neighbour<>(searched.get(found.place()).key(), found.similarity()))
        .toList();
  }

  private record Found(int place, double similarity) {}

  private static <K> double similarity(float[] vector, double square, Entry<K> other) {
    // One root of the product, so that a vector is similar to itself by exactly 1.
    double lengths = Math.sqrt(square * other.square());
    double cosine = lengths == 0 ? 0 : dot(vector, other.vector()) / lengths;
    return Math.max(-1, Math.min(1, cosine));
  }

  private static double dot(float[] first, float[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += (double) first[i] * second[i];
    }
    return sum;
  }

  private synchronized List<Entry<K>> entries() {
    return List.copyOf(entries);
  }

  /** Returns how many vectors there are. */
  public synchronized int size() {
    return entries.size();
  }

  /** Returns the keys in the order in which they were added. */
  public List<K> keys() {
    return entries().stream().map(Entry::key).toList();
  }

  /**
   * Writes the vectors as a file of NumPy's: float32 of shape [{@link #size}, length], in the order
   * of {@link #keys}, which are not in it.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeNpy(Path file) throws IOException {
    List<float[]> vectors = entries().stream().map(Entry::vector).toList();
    WholeFile.write(file, out -> NpyFile.write(vectors, out));
  }

  /**
   * Writes the text of each key on a line of its own, in UTF-8: what {@link #writeNpy} leaves out.
   *
   * @throws IllegalArgumentException if a key has a line break in it
   * @throws IOException if the file cannot be written
   */
  public void writeKeys(Path file) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (K key : keys()) {
      if (key.toString().chars().anyMatch(c -> c == '\n' || c == '\r')) {
        throw new IllegalArgumentException(
            "key '" + key + "' has a line break, expected text of one line");
      }
      lines.append(key).append('\n');
    }
    WholeFile.write(file, lines.toString());
  }

  /**
   * Writes a table in CSV, as RFC 4180, but lines end in LF: a head {@code key,0,1,2…}, and a row
   * for each vector with the text of its key and its numbers.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeCsv(Path file) throws IOException {
    List<Entry<K>> written = entries();
    int length = written.isEmpty() ? 0 : written.get(0).vector().length;
    WholeFile.write(
        file,
        out -> {
          TextFile.writeCsvHead(length, out);
          for (Entry<K> entry : written) {
            TextFile.writeCsv(entry.key().toString(), entry.vector(), out);
          }
        });
  }

  /**
   * Writes JSON Lines: an object {@code {"key": text, "features": [numbers]}} for each vector.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeJsonLines(Path file) throws IOException {
    List<Entry<K>> written = entries();
    WholeFile.write(
        file,
        out -> {
          for (Entry<K> entry : written) {
            TextFile.writeJson(entry.key().toString(), entry.vector(), out);
          }
        });
  }

  /** Returns how many vectors there are. */
  @Override
  public String toString() {
    return "index of " + size() + " vectors";
  }
}
