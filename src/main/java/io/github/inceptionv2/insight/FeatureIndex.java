package io.github.inceptionv2.insight;

import io.github.inceptionv2.internal.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * An index of feature vectors in memory. Each search compares a vector with all vectors in the
 * index.
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
 * <p>The index uses 4 bytes per number: 4.1 MB for 1000 vectors of 1024 numbers. Thread-safe: a
 * search sees the vectors that were added before the search started.
 *
 * @param <K> the type of a vector's key; keys need not be unique
 */
public final class FeatureIndex<K> {

  private final List<Entry<K>> entries = new ArrayList<>();

  /** Creates an empty index. */
  public FeatureIndex() {}

  /**
   * A vector that a search found. Immutable.
   *
   * @param <K> the type of the vector's key
   * @param similarity the cosine of the angle between the two vectors, from -1 to 1; 1 for the same
   *     direction, and 0 if one of the vectors is zero
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
   * @param square the square of the vector's length
   */
  private record Entry<K>(K key, float[] vector, double square) {}

  /**
   * Adds a copy of a vector.
   *
   * @param vector not empty, and as long as the vectors in the index
   * @throws IllegalArgumentException if the length is 0 or differs from the other vectors, or a
   *     number is not finite
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
              + " as in the index");
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException("vector[" + i + "] (" + vector[i] + ") must be finite");
      }
    }
  }

  /**
   * Returns the vectors with the greatest cosine similarity to {@code vector}, the most similar
   * first. Ties go to the vector that was added first.
   *
   * @param vector as long as the vectors in the index; must not change during the call
   * @param count the maximum number of vectors to return, at least 1
   * @throws IllegalArgumentException if the length differs from the vectors in the index, a number
   *     is not finite, or {@code count} is not positive
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
    PriorityQueue<Found> kept = new PriorityQueue<>(order); // the head is the entry to drop
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
    // One square root instead of two makes a vector's similarity to itself exactly 1.
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

  /** Returns the number of vectors. */
  public synchronized int size() {
    return entries.size();
  }

  /** Returns the keys in the order in which they were added. */
  public List<K> keys() {
    return entries().stream().map(Entry::key).toList();
  }

  /**
   * Writes the vectors as a NumPy file: float32 of shape [{@link #size}, length], in the order of
   * {@link #keys}. The file does not contain the keys.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeNpy(Path file) throws IOException {
    List<float[]> vectors = entries().stream().map(Entry::vector).toList();
    AtomicFile.write(file, out -> NpyFile.write(vectors, out));
  }

  /**
   * Writes the keys, which {@link #writeNpy} omits, as lines of UTF-8 text.
   *
   * @throws IllegalArgumentException if a key contains a line break
   * @throws IOException if the file cannot be written
   */
  public void writeKeys(Path file) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (K key : keys()) {
      if (key.toString().chars().anyMatch(c -> c == '\n' || c == '\r')) {
        throw new IllegalArgumentException(
            "key '" + key + "' contains a line break, expected a single line");
      }
      lines.append(key).append('\n');
    }
    AtomicFile.write(file, lines.toString());
  }

  /**
   * Writes a CSV table as in RFC 4180, but with LF at the end of lines. The header is {@code
   * key,0,1,2…}, and each vector has a row with its key and its numbers. An apostrophe is put
   * before a key that a spreadsheet would interpret as a formula, because the key begins with
   * {@code =}, {@code +}, {@code -}, {@code @} or a control character. {@link #writeJsonLines}
   * writes keys unchanged.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeCsv(Path file) throws IOException {
    List<Entry<K>> written = entries();
    int length = written.isEmpty() ? 0 : written.get(0).vector().length;
    AtomicFile.write(
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
    AtomicFile.write(
        file,
        out -> {
          for (Entry<K> entry : written) {
            TextFile.writeJson(entry.key().toString(), entry.vector(), out);
          }
        });
  }

  /** Returns the number of vectors. */
  @Override
  public String toString() {
    return "index of " + size() + " vectors";
  }
}
