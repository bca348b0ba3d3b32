-- Not from the chain: what people write before they propose it. A re-index and a reorg touch none of it.

create table drafts (
  draft_id bigint generated always as identity primary key,
  author bytea not null,
  visibility text not null check (visibility in ('private', 'link', 'public')),
  -- SHA-256 of the token that opens the draft while its visibility is link.
  share_hash bytea check (length(share_hash) = 32),
  -- The newest one.
  revision integer not null,
  -- Counts every change to what readers are shown.
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index drafts_author on drafts (author, draft_id);
create index drafts_public on drafts (draft_id) where visibility = 'public';

-- Every state of a draft. The digest is that of the text, so whoever sponsors one can be held to each letter of it.
create table draft_revisions (
  draft_id bigint not null references drafts on delete cascade,
  revision integer not null check (revision > 0),
  digest bytea not null check (digest = sha256(convert_to(content, 'UTF8'))),
  title text not null,
  content text not null check (octet_length(content) <= 2097152),
  made_at timestamptz not null default now(),
  primary key (draft_id, revision)
);

-- An account sponsors one revision of a draft at a time.
create table draft_sponsors (
  draft_id bigint not null,
  sponsor bytea not null,
  revision integer not null,
  seq bigint generated always as identity unique,
  made_at timestamptz not null default now(),
  primary key (draft_id, sponsor),
  foreign key (draft_id, revision) references draft_revisions on delete cascade
);
create index draft_sponsors_page on draft_sponsors (draft_id, seq);
