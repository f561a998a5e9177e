-- History is kept as it was: nothing changes or deletes it, and it grows only by versions that the open revision ends.
-- That is asked after the insert, where SQLite asks it at half the cost; what a REPLACE took the place of comes back when it is refused.
-- What the open revision itself has ended, a REPLACE in it may still rewrite by hand.

CREATE TRIGGER entity_history_written AFTER INSERT ON entity_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'entity_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change entity, whose triggers write its history');
END;

CREATE TRIGGER entity_history_changes BEFORE UPDATE ON entity_history
BEGIN
    SELECT RAISE(ABORT, 'entity_history: history is kept as it was; change entity');
END;

CREATE TRIGGER entity_history_stays BEFORE DELETE ON entity_history
BEGIN
    SELECT RAISE(ABORT, 'entity_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER person_history_written AFTER INSERT ON person_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'person_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change person, whose triggers write its history');
END;

CREATE TRIGGER person_history_changes BEFORE UPDATE ON person_history
BEGIN
    SELECT RAISE(ABORT, 'person_history: history is kept as it was; change person');
END;

CREATE TRIGGER person_history_stays BEFORE DELETE ON person_history
BEGIN
    SELECT RAISE(ABORT, 'person_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER organization_history_written AFTER INSERT ON organization_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'organization_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change organization, whose triggers write its history');
END;

CREATE TRIGGER organization_history_changes BEFORE UPDATE ON organization_history
BEGIN
    SELECT RAISE(ABORT, 'organization_history: history is kept as it was; change organization');
END;

CREATE TRIGGER organization_history_stays BEFORE DELETE ON organization_history
BEGIN
    SELECT RAISE(ABORT, 'organization_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER place_history_written AFTER INSERT ON place_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'place_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change place, whose triggers write its history');
END;

CREATE TRIGGER place_history_changes BEFORE UPDATE ON place_history
BEGIN
    SELECT RAISE(ABORT, 'place_history: history is kept as it was; change place');
END;

CREATE TRIGGER place_history_stays BEFORE DELETE ON place_history
BEGIN
    SELECT RAISE(ABORT, 'place_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER topic_history_written AFTER INSERT ON topic_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'topic_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change topic, whose triggers write its history');
END;

CREATE TRIGGER topic_history_changes BEFORE UPDATE ON topic_history
BEGIN
    SELECT RAISE(ABORT, 'topic_history: history is kept as it was; change topic');
END;

CREATE TRIGGER topic_history_stays BEFORE DELETE ON topic_history
BEGIN
    SELECT RAISE(ABORT, 'topic_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER event_history_written AFTER INSERT ON event_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'event_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change event, whose triggers write its history');
END;

CREATE TRIGGER event_history_changes BEFORE UPDATE ON event_history
BEGIN
    SELECT RAISE(ABORT, 'event_history: history is kept as it was; change event');
END;

CREATE TRIGGER event_history_stays BEFORE DELETE ON event_history
BEGIN
    SELECT RAISE(ABORT, 'event_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER name_history_written AFTER INSERT ON name_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'name_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change name, whose triggers write its history');
END;

CREATE TRIGGER name_history_changes BEFORE UPDATE ON name_history
BEGIN
    SELECT RAISE(ABORT, 'name_history: history is kept as it was; change name');
END;

CREATE TRIGGER name_history_stays BEFORE DELETE ON name_history
BEGIN
    SELECT RAISE(ABORT, 'name_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER identifier_history_written AFTER INSERT ON identifier_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'identifier_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change identifier, whose triggers write its history');
END;

CREATE TRIGGER identifier_history_changes BEFORE UPDATE ON identifier_history
BEGIN
    SELECT RAISE(ABORT, 'identifier_history: history is kept as it was; change identifier');
END;

CREATE TRIGGER identifier_history_stays BEFORE DELETE ON identifier_history
BEGIN
    SELECT RAISE(ABORT, 'identifier_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER identity_judgement_history_written AFTER INSERT ON identity_judgement_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'identity_judgement_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change identity_judgement, whose triggers write its history');
END;

CREATE TRIGGER identity_judgement_history_changes BEFORE UPDATE ON identity_judgement_history
BEGIN
    SELECT RAISE(ABORT, 'identity_judgement_history: history is kept as it was; change identity_judgement');
END;

CREATE TRIGGER identity_judgement_history_stays BEFORE DELETE ON identity_judgement_history
BEGIN
    SELECT RAISE(ABORT, 'identity_judgement_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER document_history_written AFTER INSERT ON document_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'document_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change document, whose triggers write its history');
END;

CREATE TRIGGER document_history_changes BEFORE UPDATE ON document_history
BEGIN
    SELECT RAISE(ABORT, 'document_history: history is kept as it was; change document');
END;

CREATE TRIGGER document_history_stays BEFORE DELETE ON document_history
BEGIN
    SELECT RAISE(ABORT, 'document_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER passage_history_written AFTER INSERT ON passage_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'passage_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change passage, whose triggers write its history');
END;

CREATE TRIGGER passage_history_changes BEFORE UPDATE ON passage_history
BEGIN
    SELECT RAISE(ABORT, 'passage_history: history is kept as it was; change passage');
END;

CREATE TRIGGER passage_history_stays BEFORE DELETE ON passage_history
BEGIN
    SELECT RAISE(ABORT, 'passage_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER stance_history_written AFTER INSERT ON stance_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'stance_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change stance, whose triggers write its history');
END;

CREATE TRIGGER stance_history_changes BEFORE UPDATE ON stance_history
BEGIN
    SELECT RAISE(ABORT, 'stance_history: history is kept as it was; change stance');
END;

CREATE TRIGGER stance_history_stays BEFORE DELETE ON stance_history
BEGIN
    SELECT RAISE(ABORT, 'stance_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER participation_history_written AFTER INSERT ON participation_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'participation_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change participation, whose triggers write its history');
END;

CREATE TRIGGER participation_history_changes BEFORE UPDATE ON participation_history
BEGIN
    SELECT RAISE(ABORT, 'participation_history: history is kept as it was; change participation');
END;

CREATE TRIGGER participation_history_stays BEFORE DELETE ON participation_history
BEGIN
    SELECT RAISE(ABORT, 'participation_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER membership_history_written AFTER INSERT ON membership_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'membership_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change membership, whose triggers write its history');
END;

CREATE TRIGGER membership_history_changes BEFORE UPDATE ON membership_history
BEGIN
    SELECT RAISE(ABORT, 'membership_history: history is kept as it was; change membership');
END;

CREATE TRIGGER membership_history_stays BEFORE DELETE ON membership_history
BEGIN
    SELECT RAISE(ABORT, 'membership_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER relation_history_written AFTER INSERT ON relation_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'relation_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change relation, whose triggers write its history');
END;

CREATE TRIGGER relation_history_changes BEFORE UPDATE ON relation_history
BEGIN
    SELECT RAISE(ABORT, 'relation_history: history is kept as it was; change relation');
END;

CREATE TRIGGER relation_history_stays BEFORE DELETE ON relation_history
BEGIN
    SELECT RAISE(ABORT, 'relation_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER figure_history_written AFTER INSERT ON figure_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'figure_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change figure, whose triggers write its history');
END;

CREATE TRIGGER figure_history_changes BEFORE UPDATE ON figure_history
BEGIN
    SELECT RAISE(ABORT, 'figure_history: history is kept as it was; change figure');
END;

CREATE TRIGGER figure_history_stays BEFORE DELETE ON figure_history
BEGIN
    SELECT RAISE(ABORT, 'figure_history: history is kept as it was; nothing of it is deleted');
END;

CREATE TRIGGER attribute_history_written AFTER INSERT ON attribute_history
WHEN NOT EXISTS (SELECT 1 FROM revision WHERE id = NEW.until_revision_id AND closed_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'attribute_history: open a revision first: INSERT INTO revision (author, note) VALUES (…); then change attribute, whose triggers write its history');
END;

CREATE TRIGGER attribute_history_changes BEFORE UPDATE ON attribute_history
BEGIN
    SELECT RAISE(ABORT, 'attribute_history: history is kept as it was; change attribute');
END;

CREATE TRIGGER attribute_history_stays BEFORE DELETE ON attribute_history
BEGIN
    SELECT RAISE(ABORT, 'attribute_history: history is kept as it was; nothing of it is deleted');
END;
