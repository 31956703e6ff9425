package io.github.inceptionv2;

import io.github.inceptionv2.internal.module.LabelsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The names of classes by index. Immutable, serializable and thread-safe.
 *
 * <p>There is no lookup by label: labels need not be unique, and two of ImageNet's are not.
 */
public final class Labels implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Labels IMAGENET =
      new Labels(
          readResource("labels/ImageNetLabels.txt"), readResource("labels/ImageNetWordNetIds.txt"));

  private final transient List<String> labels;
  private final transient List<String> wordNetIds;

  private Labels(List<String> labels, List<String> wordNetIds) {
    this.labels = labels;
    this.wordNetIds = wordNetIds;
  }

  /**
   * Returns the 1001 labels of the ImageNet models, in the order of TensorFlow's {@code
   * ImageNetLabels.txt}, with their WordNet ids. Index 0 is {@code background}.
   */
  public static Labels imageNet() {
    return IMAGENET;
  }

  /**
   * Returns labels in the order of their logits, without WordNet ids.
   *
   * @throws IllegalArgumentException if {@code labels} is empty, or a label is blank
   */
  public static Labels of(List<String> labels) {
    List<String> copy = checked(labels);
    return new Labels(copy, Collections.nCopies(copy.size(), ""));
  }

  private static List<String> checked(List<String> labels) {
    List<String> copy = List.copyOf(labels);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException("labels must not be empty");
    }
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i).isBlank()) {
        throw new IllegalArgumentException("label " + i + " is blank");
      }
    }
    return copy;
  }

  /**
   * Reads labels from a UTF-8 file, one per line in the order of their logits.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the file has no labels, or a line is blank
   */
  public static Labels load(Path file) throws IOException {
    try {
      return of(LabelsFile.lines(file));
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8; save it as UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the number of labels. */
  public int size() {
    return labels.size();
  }

  /**
   * Returns the label of the class {@code index}.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not from 0 to {@code size() - 1}
   */
  public String label(int index) {
    return labels.get(Objects.checkIndex(index, labels.size()));
  }

  /**
   * Returns the WordNet id of the class {@code index}; empty for a class without one.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not from 0 to {@code size() - 1}
   */
  public Optional<String> wordNetId(int index) {
    String id = wordNetIds.get(Objects.checkIndex(index, labels.size()));
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }

  /** Returns the number of labels and the first label. */
  @Override
  public String toString() {
    return size() + " labels, starting with \"" + labels.get(0) + "\"";
  }

  private Object writeReplace() {
    return new Serialized(labels, wordNetIds);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("only the serialized form of Labels can be read");
  }

  /** Returns labels from a serialized object, after checking them. */
  static Labels read(List<String> labels, List<String> wordNetIds) {
    if (labels.size() != wordNetIds.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels, but " + wordNetIds.size() + " WordNet ids");
    }
    return new Labels(checked(labels), List.copyOf(wordNetIds));
  }

  private static List<String> readResource(String name) {
    try (InputStream in = Labels.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The serialized form of labels: the number of classes, then the label and WordNet id of each
   * class.
   *
   * <p>Labels are read one by one, so an altered count cannot allocate too much memory.
   */
  private static final class Serialized implements Serializable {

    private static final long serialVersionUID = 1;

    private transient List<String> labels;
    private transient List<String> wordNetIds;

    Serialized(List<String> labels, List<String> wordNetIds) {
      this.labels = labels;
      this.wordNetIds = wordNetIds;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(labels.size());
      for (int i = 0; i < labels.size(); i++) {
        out.writeObject(labels.get(i)); // not writeUTF, which is limited to 64 kB
        out.writeObject(wordNetIds.get(i));
      }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      int count = in.readInt();
      labels = new ArrayList<>();
      wordNetIds = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        labels.add(text(in));
        wordNetIds.add(text(in));
      }
    }

    private static String text(ObjectInputStream in) throws IOException, ClassNotFoundException {
      if (in.readObject() instanceof String text) {
        return text;
      }
      throw new InvalidObjectException("labels and WordNet ids must be strings");
    }

    private Object readResolve() throws InvalidObjectException {
      try {
        return Labels.read(labels, wordNetIds);
      } catch (RuntimeException e) {
        throw InvalidObjects.of("labels", e);
      }
    }
  }
}
