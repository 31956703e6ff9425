package io.github.inceptionv2;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The serialized form of {@link Labels}: how many there are, and label and WordNet id of each.
 *
 * <p>They are read one by one, so that an altered count costs no memory.
 */
final class SerializedLabels implements Serializable {

  private static final long serialVersionUID = 1;

  private transient List<String> labels;
  private transient List<String> wordNetIds;

  SerializedLabels(List<String> labels, List<String> wordNetIds) {
    this.labels = labels;
    this.wordNetIds = wordNetIds;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      out.writeObject(labels.get(i)); // not as UTF, which ends at 64 kB
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
    throw new InvalidObjectException("labels and WordNet ids must be text");
  }

  private Object readResolve() throws InvalidObjectException {
    try {
      return Labels.read(labels, wordNetIds);
    } catch (RuntimeException e) {
      throw invalid("labels", e);
    }
  }

  /** The failure to read what was altered on its way. */
  static InvalidObjectException invalid(String what, RuntimeException cause) {
    InvalidObjectException e =
        new InvalidObjectException("damaged " + what + ": " + cause.getMessage());
    e.initCause(cause);
    return e;
  }
}
